import { FaultedAccount } from '../../../test/support/accounts/faulted-account.js';
import type { LedgerRow, LedgerTransaction } from '../../simulator/ledger/rows.js';
import type { RowStream } from '../../simulator/world.js';

let faulted: FaultedAccount;

// So many rows of one instant that no window can be cut small enough: whoever reads them must follow cursors.
const ONE_INSTANT = { transactions: 430, events: 60, rowsPerInstant: 430 };

beforeEach(async () => {
  faulted = await FaultedAccount.start(ONE_INSTANT);
});
afterEach(() => faulted.close());

test('hundreds of rows at one instant are read through', async () => {
  await faulted.untilOk();
  await faulted.expectWhole();
});

describe('paging that would never end is refused, and what is good beside it is stored', () => {
  test.each([
    ['more is promised after nothing', { kind: 'no_progress' }],
    ['every page is the first', { kind: 'same_page' }],
    ['behind two pages the walk begins again', { kind: 'same_page', after: 2 }],
    ['behind three pages the walk begins again', { kind: 'same_page', after: 3 }],
  ] as const)('%s', async (_, effect) => {
    faulted.faults({ when: { field: 'transactions' }, effect });
    expect(await faulted.untilFailed()).toEqual({ code: 'unexpected_answer', kind: 'defect' });
    expect(faulted.fired()).toBeGreaterThan(0);
    const { transactions, appEvents } = await faulted.storedKeys();
    expect(faulted.ledgerKeys().transactions).toEqual(expect.arrayContaining(transactions));
    expect(appEvents).toEqual(faulted.ledgerKeys().appEvents);
    await faulted.expectHealed();
  });
});

describe('cursors that are no longer taken', () => {
  test.each([1, 2, 5])('%d times: their windows begin again, and nothing is missing', async (times) => {
    const effect = { kind: 'graphql_error', message: 'Invalid cursor' } as const;
    faulted.faults({ when: { withCursor: true, times }, effect });
    await faulted.untilOk();
    expect(faulted.fired()).toBe(times);
    await faulted.expectWhole();
  });

  test('for as long as it lasts nothing breaks, and afterwards all is there', async () => {
    faulted.faults({ when: { withCursor: true }, effect: { kind: 'graphql_error', message: 'Invalid cursor' } });
    await faulted.untilFailed();
    expect(faulted.fired()).toBeGreaterThan(0);
    await faulted.expectHealed();
  });
});

/** One more row each time that somebody asks, at the very top of its feed. */
class RowsWhileReading implements RowStream {
  #added = 0;

  constructor(private readonly model: LedgerTransaction) {}

  *until(now: number): Iterable<LedgerRow> {
    if (this.#added === 40) return;
    this.#added += 1;
    yield { ...this.model, tie: 800_000_000 + this.#added, at: now, visibleAt: now };
  }
}

test('rows that arrive between two pages push none out, and none is there twice', async () => {
  const model = faulted.organization.ledger.transactions.all[0] as LedgerTransaction;
  faulted.organization.follow(new RowsWhileReading(model));
  for (let count = 0; count < 25; count += 1) await faulted.account.sync();
  expect(faulted.ledgerKeys().transactions.length).toBeGreaterThan(ONE_INSTANT.transactions);
  await faulted.untilOk();
  await faulted.expectWhole();
});

test('a row that Shopify corrects is corrected', async () => {
  await faulted.untilOk();
  const newest = faulted.organization.ledger.transactions.all.at(-1) as LedgerTransaction;
  faulted.organization.ledger.put({ ...newest, netAmount: { amount: '123.45', currencyCode: 'USD' } });
  await faulted.untilOk();
  const amounts = await faulted.account.sql`
    select raw #>> '{netAmount,amount}' as amount from transactions where raw #>> '{netAmount,amount}' = '123.45'
  `;
  expect(amounts).toHaveLength(1);
  await faulted.expectWhole();
});
