import type { Express } from 'express';
import type { Logger } from 'pino';
import { ApiProblem } from '../../contract/problems.js';
import type { Sql } from '../../postgres/sql.js';
import type { Leaving } from './leaving.js';

const PATIENCE_MS = 2_000;

/**
 * `/healthz`: no restart would help; asks nobody while it answers. `/readyz`: it can serve, so the database answers, and it
 * is not about to end. Temporal is not asked: commands are rows first, and without Temporal they are taken and carried out
 * later.
 */
export function serveHealth(
  app: Express,
  sql: Sql,
  liveness: Pick<Liveness, 'isStuck'>,
  leaving: Leaving | undefined,
): void {
  if (leaving !== undefined) app.use(leaving.sayGoodbye);
  app.get('/healthz', (_request, response) => {
    response.locals['route'] = '/healthz';
    if (liveness.isStuck) throw new ApiProblem('unavailable');
    response.set('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    response.locals['route'] = '/readyz';
    if (leaving?.isLeaving()) throw new ApiProblem('unavailable');
    if (!(await answers(sql, PATIENCE_MS))) throw new ApiProblem('unavailable', { headers: { 'Retry-After': '5' } });
    response.set('Cache-Control', 'no-store').json({ status: 'ready' });
  });
}

export interface LivenessOptions {
  /** The pool that requests are answered from. */
  readonly sql: Sql;
  /** Opens a pool of one for one question. */
  readonly fresh: () => Sql;
  readonly log: Logger;
  readonly lookEveryMs?: number;
  /** What heals by itself does so within half a minute. */
  readonly patienceMs?: number;
}

/**
 * Whether a restart would help: the pool has answered nothing for a minute although a fresh connection to the same
 * database works. While the database is away it would not, and a supervisor must not be asked for one.
 */
export class Liveness {
  #isStuck = false;
  #answeredAtMs = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly options: LivenessOptions) {
    const { lookEveryMs = 10_000 } = options;
    let isLooking = false;
    this.#timer = setInterval(() => {
      if (isLooking) return;
      isLooking = true;
      void this.#look(lookEveryMs).finally(() => (isLooking = false));
    }, lookEveryMs).unref();
  }

  get isStuck(): boolean {
    return this.#isStuck;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(withinMs: number): Promise<void> {
    const { sql, fresh, log, patienceMs = 60_000 } = this.options;
    const wasStuck = this.#isStuck;
    if (await answers(sql, withinMs)) {
      this.#answeredAtMs = performance.now();
      this.#isStuck = false;
      await wouldWrite(sql);
    } else if (performance.now() - this.#answeredAtMs > patienceMs) {
      const other = fresh();
      this.#isStuck = await answers(other, withinMs);
      await other.end({ timeout: 1 });
    }
    if (this.#isStuck !== wasStuck) log.error({ isStuck: this.#isStuck }, 'the api judged its health anew');
  }
}

/**
 * Asks as a write would, so that a pool whose server takes none is replaced (renewed-pool.ts) although everybody only
 * reads: after a failover its lines would lead to what was the primary until they are old.
 */
async function wouldWrite(sql: Sql): Promise<void> {
  // Refused where nothing may be written, and no row is touched.
  await sql`select from connections where false for share`.catch(() => undefined);
}

/** True when the database answers within so many milliseconds. */
async function answers(sql: Sql, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  try {
    return await Promise.race([sql`select 1`.then(() => true), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
