import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../postgres/sql.js';
import { Throttled } from '../client/errors.js';
import type { PartnerApi } from '../client/partner-api.js';
import { type BudgetOf, type ClientBudget, turnRequest } from './client-budgets.js';
import { Departure } from './departure.js';
import { takeTurn, type TurnAnswer, yieldTurns } from './turns.js';

/** So many ask with this token already that there was no turn in time. Shopify was not asked. */
export class NoTurn extends Error {
  readonly code = 'no_turn';

  constructor() {
    super('Too many requests wait for this access token.');
  }
}

export interface Pacing {
  /** Where the pace of each token is kept. */
  readonly sql: Sql;
  readonly budgetOf: BudgetOf;
  /** How long one waits for his turn. */
  readonly patienceMs: number;
}

/**
 * A Partner API that keeps to each token's pace: who asks waits in line for his turn, and gives up after `patienceMs`.
 * For what persons ask for; a sync has its own way, which leases each turn.
 * @throws NoTurn, and what the Partner API throws
 */
export function paced(partnerApi: PartnerApi, { sql, budgetOf, patienceMs }: Pacing): PartnerApi {
  return async (request) => {
    const budget = budgetOf(request.credentials);
    const { deadlineMs, signal = new AbortController().signal } = request;
    const askedAtMs = performance.now();
    const departure = await turnOf(sql, budget, signal, Math.min(patienceMs, deadlineMs ?? patienceMs));
    departure.leave(sql, budget);
    const sentAtMs = performance.now();
    try {
      // Its time went on while it stood in line.
      const left = deadlineMs === undefined ? {} : { deadlineMs: Math.max(1, deadlineMs - (sentAtMs - askedAtMs)) };
      return await partnerApi({ ...request, ...left });
    } catch (error) {
      if (error instanceof Throttled) await yieldTurns(sql, budget.tokenKey, performance.now() - sentAtMs);
      throw error;
    }
  };
}

async function turnOf(sql: Sql, budget: ClientBudget, signal: AbortSignal, patienceMs: number): Promise<Departure> {
  const endMs = performance.now() + patienceMs;
  let hasLostOne = false;
  for (;;) {
    const slot = await budget.pacer.acquire(signal, endMs - performance.now());
    if (slot === null) throw new NoTurn();
    const askedAtMs = performance.now();
    let answer: TurnAnswer;
    try {
      answer = await takeTurn(sql, turnRequest(budget));
      budget.pacer.answered(answer);
    } finally {
      slot.release();
    }
    if (performance.now() + answer.waitMs > endMs) throw new NoTurn();
    if (answer.granted) {
      const departure = new Departure(answer, askedAtMs, performance.now());
      await departure.wait(signal);
      // Late again, it is the machine that is slow, and no pause that is over.
      if (hasLostOne || !departure.isOver()) return departure;
      hasLostOne = true;
    } else {
      await sleep(answer.waitMs, undefined, { signal });
    }
  }
}
