import { World } from '../../../src/simulator/world.js';
import { generatedWorld } from '../../../src/simulator/worlds/generated.js';
import { instantFromMs } from '../../../src/values/instant.js';

export interface IdleAccount {
  readonly partnerOrganizationId: string;
  readonly accessToken: string;
  /** The Convot organization that connects it. */
  readonly organizationId: string;
}

const DAY_MS = 24 * 3_600_000;
// Ordinary accounts: few rows, so that they are synced at once; what an idle cycle brings does not depend on them.
const ROWS = { apps: 2, merchants: 20, transactions: 60, events: 60, days: 300 };

/** Accounts by number, the same in every process: no secret, for they exist in the benchmark's simulator only. */
export function idleAccounts(count: number): IdleAccount[] {
  return Array.from({ length: count }, (_, index) => ({
    partnerOrganizationId: String(880_001 + index),
    accessToken: `prtapi_bench_${String(index).padStart(8, '0')}`,
    organizationId: `org_bench_${index}`,
  }));
}

/** A Partner API of these accounts, in which nothing happens any more. */
export function idleWorld(accounts: readonly IdleAccount[]): World {
  const world = new World();
  const anchor = instantFromMs(Date.now() - DAY_MS);
  for (const { partnerOrganizationId: organizationId, accessToken: token } of accounts) {
    const source = generatedWorld({ seed: organizationId, anchor, organizationId, token, ...ROWS });
    const { ledger } = source.found(organizationId);
    const organization = world.found(organizationId);
    organization.issue(token);
    organization.ledger.load([...ledger.transactions.all, ...ledger.allEvents()]);
  }
  return world;
}
