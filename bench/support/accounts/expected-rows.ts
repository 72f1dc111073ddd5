import type { Sql } from '../../../src/postgres/sql.js';
import { ledgerKeys, storedKeys } from '../../../test/support/accounts/ledger.js';
import type { PartnerAccount } from './partner-account.js';

/** What the Partner API holds of an account, by the keys that the database uses. */
export class ExpectedRows {
  readonly #keys: ReturnType<typeof ledgerKeys>;

  constructor(account: PartnerAccount) {
    this.#keys = ledgerKeys({ world: account.world(), clock: Date.now }, account.organizationId);
  }

  get count(): number {
    return this.#keys.transactions.length + this.#keys.appEvents.length;
  }

  /** Rows of each feed: all transactions, and each app's events. */
  get ofFeeds(): number[] {
    const events = new Map<string, number>();
    for (const key of this.#keys.appEvents) {
      const [app = ''] = key.split(' ', 1);
      events.set(app, (events.get(app) ?? 0) + 1);
    }
    return [this.#keys.transactions.length, ...events.values()];
  }

  /** @throws when a row is missing, is there twice, or should not be there */
  async compare(sql: Sql): Promise<void> {
    const stored = await storedKeys(sql);
    for (const feed of ['transactions', 'appEvents'] as const) {
      const [expected, found] = [this.#keys[feed], stored[feed]];
      const differs = expected.findIndex((key, index) => key !== found[index]);
      if (expected.length === found.length && differs < 0) continue;
      throw new Error(
        `${feed}: ${found.length} rows are stored, ${expected.length} are in the ledger; ` +
          `they first differ at ${String(expected[differs])} and ${String(found[differs])}`,
      );
    }
  }
}
