import type { Express } from 'express';
import type { Sql } from '../store/client.js';
import { ApiProblem } from './problems.js';

/**
 * `/healthz`: the process answers; touches nothing else. `/readyz`: it can serve, so the database answers. Temporal is
 * not asked: commands are rows first, and without Temporal they are taken and carried out later.
 */
export function serveHealth(app: Express, sql: Sql): void {
  app.get('/healthz', (_request, response) => {
    response.locals['route'] = '/healthz';
    response.set('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    response.locals['route'] = '/readyz';
    if (!(await answers(sql))) throw new ApiProblem('unavailable', { headers: { 'Retry-After': '5' } });
    response.set('Cache-Control', 'no-store').json({ status: 'ready' });
  });
}

const PATIENCE_MS = 2_000;

async function answers(sql: Sql): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([sql`select 1`.then(() => true), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
