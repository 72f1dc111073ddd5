import type { LedgerEvent, LedgerRow } from '../../../src/simulator/ledger/rows.js';
import { generatedWorld, type GeneratedWorldOptions } from '../../../src/simulator/worlds/generated.js';
import { instantFromMs } from '../../../src/values/instant.js';
import { expectEveryRow, ledgerKeys, storedKeys } from './ledger.js';
import { type AccountOptions, startSyncedAccount, type SyncedAccount } from './synced-account.js';

const PARTNER_ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_sweeps_00000000000001';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const FEEDS = ['transactions', 'app_events'] as const;
export type SweptFeed = (typeof FEEDS)[number];

export interface SweptOptions extends Omit<AccountOptions, 'partnerOrganizationId' | 'token'> {
  readonly startedAgoMs?: number;
}

/** An account that has been synced for some time: its hours and weeks pass when the test says so. */
export class SweptAccount {
  #rowsPut = 0;

  private constructor(readonly account: SyncedAccount) {}

  /** @param startedAgoMs so far Shopify's time is behind ours, which a test makes up for as it goes on */
  static async start(
    size: Partial<GeneratedWorldOptions> = {},
    { startedAgoMs = 12 * HOUR_MS, ...limits }: SweptOptions = {},
  ): Promise<SweptAccount> {
    const startsAtMs = Date.now() - startedAgoMs;
    const world = generatedWorld({
      seed: 'sweeps',
      anchor: instantFromMs(startsAtMs - HOUR_MS),
      organizationId: PARTNER_ORGANIZATION,
      token: TOKEN,
      apps: 2,
      merchants: 20,
      transactions: 330,
      events: 430,
      days: 60,
      ...size,
    });
    const organization = { partnerOrganizationId: PARTNER_ORGANIZATION, token: TOKEN };
    const account = await startSyncedAccount(world, { ...organization, ...limits });
    account.clock.nowMs = startsAtMs;
    return new SweptAccount(account);
  }

  get ledger() {
    return this.account.simulator.world.found(PARTNER_ORGANIZATION).ledger;
  }

  /** As the workflow does it: until a sync has nothing left to do. */
  async syncUntilOk() {
    for (let count = 0; count < 100; count += 1) {
      const result = await this.account.sync();
      if (result.end.outcome === 'ok') return result;
    }
    throw new Error('There is no end to it.');
  }

  /** Time goes by at Shopify: what was to be shown later is there now. */
  passes(ms: number): void {
    this.account.clock.nowMs += ms;
  }

  /** By the database the last sweep began more than an hour ago, and has rested. */
  async sweepIsDue(): Promise<void> {
    await this.account.sql`update sync_status set sweep_started_at = sweep_started_at - interval '2 hours'`;
    await this.hasRested();
  }

  /** By the database the last walk began more than a week ago, or the first sync when there was none. */
  async walkIsDue(): Promise<void> {
    await this.account.sql`update sync_status set walk_started_at = clock_timestamp() - interval '8 days'`;
    await this.hasRested();
  }

  /** Windows that nobody waits for may be read again. */
  async hasRested(): Promise<void> {
    await this.account.sql`update sync_status set sparing_until = null`;
  }

  /** The first sweep, which follows the first sync. */
  async sweepOnce(): Promise<void> {
    await this.syncUntilOk();
    await this.syncUntilOk();
    if ((await this.windows()).length > 0) throw new Error('The sweep is not over.');
  }

  /** Kinds of the windows that are open, one for each. */
  async windows(): Promise<string[]> {
    const rows = await this.account.sql<{ kind: string }[]>`select kind from sync_windows order by kind`;
    return rows.map(({ kind }) => kind);
  }

  rows(feed: SweptFeed): readonly LedgerRow[] {
    return feed === 'transactions' ? this.ledger.transactions.all : this.ledger.allEvents();
  }

  /** One more row, of so long ago. @param visibleInMs when Shopify begins to show it @param parts other than any row's */
  put(feed: SweptFeed, agoMs: number, visibleInMs = 0, parts: Partial<LedgerEvent> = {}): LedgerRow {
    const { nowMs } = this.account.clock;
    this.#rowsPut += 1;
    // Apart from all others by their microseconds.
    const at = (nowMs - agoMs) * 1_000 + this.#rowsPut;
    const visibleAt = (nowMs + visibleInMs) * 1_000;
    const [model] = this.rows(feed);
    if (model === undefined) throw new Error('the account has no rows');
    const row = { ...model, tie: 700_000_000 + this.#rowsPut, at, visibleAt, ...parts } as LedgerRow;
    this.ledger.put(row);
    return row;
  }

  storedKeys() {
    return storedKeys(this.account.sql);
  }

  ledgerKeys() {
    return ledgerKeys(this.account.simulator, PARTNER_ORGANIZATION);
  }

  async expectWhole(): Promise<void> {
    await expectEveryRow(this.account, PARTNER_ORGANIZATION);
  }

  /** Instants of the rows that are marked as missing, in microseconds. */
  async missing(feed: SweptFeed): Promise<number[]> {
    const { sql } = this.account;
    const at = feed === 'transactions' ? sql`created_at` : sql`occurred_at`;
    const rows = await sql<{ micros: string }[]>`
      select (extract(epoch from ${at}) * 1000000)::bigint as micros
      from ${sql(feed)}
      where missing_since is not null
      order by 1
    `;
    return rows.map(({ micros }) => Number(micros));
  }

  close(): Promise<void> {
    return this.account.close();
  }
}
