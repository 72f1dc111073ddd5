import { DAY_MS, FEEDS, HOUR_MS, SweptAccount, type SweptFeed } from '../../test/support/accounts/swept-account.js';
import type { LedgerRow } from '../simulator/ledger/rows.js';

// Seven rows share each instant, so that pages end in the middle of one.
const SIZE = { rowsPerInstant: 7 };
const PAGE = 100;

let account: SweptAccount;

beforeEach(async () => {
  account = await SweptAccount.start(SIZE);
  await account.sweepOnce();
});
afterEach(() => account.close());

/** The rows of one walk, newest first: app events are walked app by app. */
function rowsOf(feed: SweptFeed): LedgerRow[] {
  const [app] = account.ledger.apps.keys();
  const rows = feed === 'transactions' ? account.rows(feed) : account.ledger.events(app ?? '').all;
  return rows.toReversed();
}

/** The row at that place, gone at Shopify. */
function removeAt(feed: SweptFeed, place: number): LedgerRow {
  const row = rowsOf(feed).at(place);
  if (row === undefined) throw new Error(`there is no row ${place}`);
  account.ledger.remove(row);
  return row;
}

async function walk(): Promise<void> {
  await account.walkIsDue();
  await account.syncUntilOk();
  expect(await account.windows()).toEqual([]);
}

const countOf = async (feed: SweptFeed) => (await account.account.sql`select from ${account.account.sql(feed)}`).length;
const instantsOf = (rows: readonly LedgerRow[]) => rows.map(({ at }) => at).sort((a, b) => a - b);

describe.each(FEEDS)('the weekly walk of %s', (feed) => {
  test('marks and writes nothing where nothing is missing', async () => {
    const { sql } = account.account;
    const versions = () => sql`select ctid::text, xmin::text from ${sql(feed)} order by 1`;
    const before = await versions();
    await walk();
    expect(await versions()).toEqual(before);
    await account.expectWhole();
  });

  test('marks rows that are gone at Shopify, deletes none, and takes the mark back when they return', async () => {
    const before = await countOf(feed);
    // The newest, one in the middle of each page, and the oldest.
    const gone = [0, 50, 150, -1].map((place) => removeAt(feed, place));
    await walk();
    expect(await account.missing(feed)).toEqual(instantsOf(gone));
    expect(await countOf(feed)).toBe(before);

    for (const row of gone) account.ledger.put(row);
    await walk();
    expect(await account.missing(feed)).toEqual([]);
    expect(await countOf(feed)).toBe(before);
    await account.expectWhole();
  });

  test('keeps the time at which a row was first missed', async () => {
    removeAt(feed, 50);
    await walk();
    const { sql } = account.account;
    const marked = () => sql`select missing_since from ${sql(feed)} where missing_since is not null`;
    const first = await marked();
    expect(first).toHaveLength(1);
    await walk();
    expect(await marked()).toEqual(first);
  });

  test('a sweep takes the mark back, too', async () => {
    const row = removeAt(feed, 10);
    await walk();
    expect(await account.missing(feed)).toEqual([row.at]);
    account.ledger.put(row);
    await account.sweepIsDue();
    await account.syncUntilOk();
    expect(await account.missing(feed)).toEqual([]);
  });

  test('finds a whole page gone, but takes an empty feed for a slip of Shopify’s', async () => {
    const gone = Array.from({ length: 120 }, () => removeAt(feed, 60));
    await walk();
    expect(await account.missing(feed)).toEqual(instantsOf(gone));
    while (rowsOf(feed).length > 0) removeAt(feed, 0);
    await walk();
    expect(await account.missing(feed)).toEqual(instantsOf(gone));
  });

  test('leaves alone what has the instant at which a page ends: it may stand on the next one', async () => {
    const rows = rowsOf(feed);
    expect(rows[PAGE - 1]?.at).toBe(rows[PAGE]?.at);
    removeAt(feed, PAGE - 1);
    await walk();
    expect(await account.missing(feed)).toEqual([]);
  });

  test('marks nothing that came while it went on, at the top or late', async () => {
    await account.walkIsDue();
    await account.account.sync({ budgetMs: 1 });
    await account.account.sync({ budgetMs: 1, head: false });
    expect(await account.windows()).toContain('walk');
    account.passes(HOUR_MS);
    account.put(feed, 60_000);
    account.put(feed, 59 * DAY_MS);
    await account.sweepIsDue();
    account.put(feed, 20 * DAY_MS);
    await account.syncUntilOk();
    expect(await account.windows()).toEqual([]);
    expect(await account.missing(feed)).toEqual([]);
    await account.expectWhole();
  });

  test('marks only what was stored before its page was asked for', async () => {
    const [older, newer] = [removeAt(feed, 30), removeAt(feed, 50)];
    const { sql } = account.account;
    const at = feed === 'transactions' ? sql`created_at` : sql`occurred_at`;
    await sql`
      update ${sql(feed)} set requested_at = clock_timestamp() + interval '1 hour'
      where ${at} = to_timestamp(${newer.at / 1_000_000})
    `;
    await walk();
    expect(await account.missing(feed)).toEqual([older.at]);
  });

  test('cut off after each request it marks the same, and reads no page twice', async () => {
    const gone = [20, 130, 190].map((place) => removeAt(feed, place));
    await account.walkIsDue();
    const { log } = account.account.simulator;
    log.clear();
    let syncs = 0;
    do {
      await account.hasRested();
      await account.account.sync({ budgetMs: 1, head: syncs === 0 });
      syncs += 1;
    } while ((await account.windows()).length > 0);
    expect(syncs).toBeGreaterThan(3);
    expect(await account.missing(feed)).toEqual(instantsOf(gone));
    const cursors = log
      .list()
      .flatMap(({ variables }) => Object.entries(variables).filter(([name]) => name.startsWith('after')));
    expect(new Set(cursors.map(([, cursor]) => cursor)).size).toBe(cursors.length);
  });

  test('a row that became unreadable is there: it is set aside, not missing', async () => {
    const row = rowsOf(feed).at(50);
    if (row === undefined) throw new Error('there is no row');
    const damage =
      feed === 'transactions' ? { netAmount: { amount: 'NaN' } } : { charge: { amount: { amount: 'NaN' } } };
    account.ledger.put({ ...row, asSent: damage });
    const gone = removeAt(feed, 20);
    await walk();
    expect(await account.account.sql`select from quarantined_rows`).toHaveLength(1);
    expect(await account.missing(feed)).toEqual([gone.at]);
  });

  test('where a row cannot even be named, any row of its page may be the one', async () => {
    const row = rowsOf(feed).at(50);
    if (row === undefined) throw new Error('there is no row');
    account.ledger.put({ ...row, asSent: feed === 'transactions' ? { id: '' } : { shop: { id: '' } } });
    removeAt(feed, 20);
    const gone = removeAt(feed, 150);
    await walk();
    expect(await account.account.sql`select from quarantined_rows`).toHaveLength(1);
    expect(await account.missing(feed)).toEqual([gone.at]);
  });

  test('a page on which no time can be read says nothing of what is below it', async () => {
    for (const row of rowsOf(feed).slice(0, PAGE)) {
      account.ledger.put({ ...row, asSent: { [feed === 'transactions' ? 'createdAt' : 'occurredAt']: 'soon' } });
    }
    await account.walkIsDue();
    await account.account.sync({ budgetMs: 1 });
    await account.account.sync({ budgetMs: 1, head: false });
    expect(await account.windows()).toContain('walk');
    expect(await account.missing(feed)).toEqual([]);
  });
});
