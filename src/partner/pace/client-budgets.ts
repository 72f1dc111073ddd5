import { createHash } from 'node:crypto';
import type { PartnerCredentials } from '../client/partner-api.js';
import { Pacer, REQUESTS_PER_SECOND } from './pacer.js';
import { PAGES_PER_REQUEST, RequestWidth } from './request-width.js';

/** What one API client of Shopify's may ask for, and what was learned of how it likes to be asked. */
export interface ClientBudget {
  readonly pacer: Pacer;
  readonly width: RequestWidth;
}

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
}: BudgetOptions = {}): (credentials: PartnerCredentials) => ClientBudget {
  const budgets = new Map<string, ClientBudget>();
  return ({ accessToken }) => {
    const key = createHash('sha256').update(accessToken.reveal()).digest('base64');
    const known = budgets.get(key);
    if (known !== undefined) return known;
    forgetRested(budgets);
    const budget = { pacer: new Pacer(requestsPerSecond), width: new RequestWidth(pagesPerRequest) };
    budgets.set(key, budget);
    return budget;
  };
}

function forgetRested(budgets: Map<string, ClientBudget>): void {
  const restedSince = performance.now() - REST_MS;
  for (const [key, { pacer }] of budgets) if (pacer.usedAtMs < restedSince) budgets.delete(key);
}
