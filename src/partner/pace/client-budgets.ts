import type { PartnerCredentials } from '../client/partner-api.js';
import { Pacer, REQUESTS_PER_SECOND } from './pacer.js';
import { PAGES_PER_REQUEST, RequestWidth } from './request-width.js';
import { tokenKeyOf } from './token-key.js';
import type { TurnRequest } from './turns.js';

/** What one API client of Shopify's may ask for, and what was learned of how it likes to be asked. */
export interface ClientBudget {
  /** Names its pace in the database. */
  readonly tokenKey: string;
  readonly pacer: Pacer;
  readonly width: RequestWidth;
}

export type BudgetOf = (credentials: PartnerCredentials) => ClientBudget;

export interface BudgetOptions {
  readonly requestsPerSecond?: number;
  readonly pagesPerRequest?: number;
}

// Longer than any wait between two requests of a sync; a pacer that rested so long has nothing to remember.
const REST_MS = 60_000;

/**
 * One budget for each access token in this process: the limit is the API client's, whichever connection uses it.
 * @param options other limits than Shopify's: for tests and benchmarks alone
 */
export function createClientBudgets({
  requestsPerSecond = REQUESTS_PER_SECOND,
  pagesPerRequest = PAGES_PER_REQUEST,
}: BudgetOptions = {}): BudgetOf {
  const budgets = new Map<string, ClientBudget>();
  return ({ accessToken }) => {
    const tokenKey = tokenKeyOf(accessToken);
    const known = budgets.get(tokenKey);
    if (known !== undefined) return known;
    forgetRested(budgets);
    const budget = { tokenKey, pacer: new Pacer(requestsPerSecond), width: new RequestWidth(pagesPerRequest) };
    budgets.set(tokenKey, budget);
    return budget;
  };
}

/** What is asked of the database before a request leaves. */
export function turnRequest({ tokenKey, pacer }: ClientBudget, isPriority = false): TurnRequest {
  return { tokenKey, windowMs: pacer.windowMs, marginMs: pacer.marginMs, isPriority };
}

function forgetRested(budgets: Map<string, ClientBudget>): void {
  const restedSince = performance.now() - REST_MS;
  for (const [key, { pacer }] of budgets) if (pacer.usedAtMs < restedSince) budgets.delete(key);
}
