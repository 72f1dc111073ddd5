import type { LedgerRow, LedgerTransaction } from '../../../src/simulator/ledger/rows.js';
import { type RowStream, World } from '../../../src/simulator/world.js';
import { generatedWorld } from '../../../src/simulator/worlds/generated.js';
import { instantFromMs } from '../../../src/values/instant.js';
import { type IdleAccount, idleAccounts } from '../cycle/idle-accounts.js';

export interface FleetShape {
  /** Connected since long. */
  readonly connections: number;
  /** Accounts that are connected during the measurement. */
  readonly newcomers: number;
  /** Rows of the past of each of those. */
  readonly pastRows: number;
  /** Each account has a new row this often; when first is spread evenly. */
  readonly newsEveryMs: number;
}

const FLEET_APPS = 2;
const DAY_MS = 24 * 3_600_000;
// Few rows each, so that ten thousand accounts are there within a minute: an idle cycle asks for new ones only.
const ROWS = { apps: FLEET_APPS, merchants: 5, transactions: 15, events: 15, days: 300 };

/** Those that are connected from the beginning, then the newcomers. */
export function fleetAccounts({ connections, newcomers }: FleetShape): { old: IdleAccount[]; new: IdleAccount[] } {
  const accounts = idleAccounts(connections + newcomers);
  return { old: accounts.slice(0, connections), new: accounts.slice(connections) };
}

/** A Partner API of these accounts. The old ones have the same past: each is a clone of one that was really synced. */
export function fleetWorld(shape: FleetShape): World {
  const world = new World();
  const anchor = instantFromMs(Date.now() - DAY_MS);
  const accounts = fleetAccounts(shape);
  const past = generatedWorld({ seed: 'fleet', anchor, organizationId: '1', token: 'none', ...ROWS }).found('1').ledger;
  const rows = [...past.transactions.all, ...past.allEvents()];
  const [sale] = past.transactions.all;
  if (sale === undefined) throw new Error('The past has no sale.');
  const startMs = Date.now();
  accounts.old.forEach(({ partnerOrganizationId, accessToken }, index) => {
    const organization = world.found(partnerOrganizationId);
    organization.issue(accessToken);
    organization.ledger.load(rows);
    const firstMs = startMs + shape.newsEveryMs * ((index + 0.5) / accounts.old.length);
    organization.follow(new Sales(sale, firstMs, shape.newsEveryMs));
  });
  const transactions = Math.ceil(shape.pastRows * 0.6);
  const size = {
    ...ROWS,
    merchants: Math.ceil(transactions / 20),
    transactions,
    events: shape.pastRows - transactions,
  };
  for (const { partnerOrganizationId: organizationId, accessToken: token } of accounts.new) {
    const source = generatedWorld({ seed: organizationId, anchor, organizationId, token, ...size });
    const { ledger } = source.found(organizationId);
    const organization = world.found(organizationId);
    organization.issue(token);
    organization.ledger.load([...ledger.transactions.all, ...ledger.allEvents()]);
  }
  return world;
}

/** The same sale again and again, each with an id of its own. */
class Sales implements RowStream {
  #told = 0;

  constructor(
    private readonly sale: LedgerTransaction,
    private readonly firstMs: number,
    private readonly everyMs: number,
  ) {}

  *until(now: number): Iterable<LedgerRow> {
    for (;;) {
      const at = Math.floor((this.firstMs + this.#told * this.everyMs) * 1_000);
      if (at > now) return;
      this.#told += 1;
      yield { ...this.sale, at, visibleAt: at, tie: this.sale.tie + 1_000_000 + this.#told };
    }
  }
}
