import type { Express } from 'express';
import { answers, type Liveness } from './liveness.js';
import { ApiProblem } from '../../contract/problems.js';
import type { Sql } from '../../postgres/sql.js';

const PATIENCE_MS = 2_000;

/**
 * `/healthz`: no restart would help; asks nobody while it answers. `/readyz`: it can serve, so the database answers.
 * Temporal is not asked: commands are rows first, and without Temporal they are taken and carried out later.
 */
export function serveHealth(app: Express, sql: Sql, liveness: Pick<Liveness, 'isStuck'>): void {
  app.get('/healthz', (_request, response) => {
    response.locals['route'] = '/healthz';
    if (liveness.isStuck) throw new ApiProblem('unavailable');
    response.set('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    response.locals['route'] = '/readyz';
    if (!(await answers(sql, PATIENCE_MS))) throw new ApiProblem('unavailable', { headers: { 'Retry-After': '5' } });
    response.set('Cache-Control', 'no-store').json({ status: 'ready' });
  });
}
