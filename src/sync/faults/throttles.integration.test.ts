import { FaultedAccount } from '../../../test/support/accounts/faulted-account.js';

let faulted: FaultedAccount;

beforeAll(async () => {
  faulted = await FaultedAccount.start({ transactions: 120, events: 60 });
});
afterAll(() => faulted.close());

const QUARTER_OF_AN_HOUR = 900;
// Of ours, when Shopify names no wait: several requests may have been throttled at once.
const LONGEST_BACK_OFF = 75;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

/** How long the row says that Shopify wants us to wait; null when it says nothing. */
async function waitingSeconds(): Promise<number | null> {
  const [row] = await faulted.account.sql<{ seconds: number | null }[]>`
    select extract(epoch from waiting_until - clock_timestamp())::double precision as seconds from sync_status
  `;
  return row?.seconds ?? null;
}

describe.each(['http', 'body'] as const)('throttled, %s', (form) => {
  test.each<[string, string | undefined, number, number]>([
    ['without Retry-After', undefined, 0.3, LONGEST_BACK_OFF],
    ['Retry-After in seconds', '30', 28, 30],
    ['a fraction of a second', '5.5', 4, 5.5],
    ['Retry-After as a date', inSeconds(120), 60, 120],
    ['0', '0', 0.3, LONGEST_BACK_OFF],
    ['less than nothing', '-1', 0.3, LONGEST_BACK_OFF],
    ['a billion seconds', '1000000000', QUARTER_OF_AN_HOUR - 5, QUARTER_OF_AN_HOUR],
    ['a date long past', inSeconds(-100_000), 0.3, LONGEST_BACK_OFF],
    ['a date far ahead', inSeconds(100_000_000), QUARTER_OF_AN_HOUR - 5, QUARTER_OF_AN_HOUR],
    ['text', 'soon', 0.3, LONGEST_BACK_OFF],
    ['two values', '30, 60', 0.3, LONGEST_BACK_OFF],
  ])('%s: waited for within bounds, shown, bound to the row, and no failure', async (_, retryAfter, least, most) => {
    faulted.faults({ effect: { kind: 'throttle', form, ...(retryAfter !== undefined && { retryAfter }) } });
    const { end } = await faulted.account.sync({ budgetMs: 250 });
    expect(end).toMatchObject({ outcome: 'more' });
    const seconds = await waitingSeconds();
    expect(seconds).toBeGreaterThan(least);
    expect(seconds).toBeLessThanOrEqual(most);
    expect(await faulted.view()).toMatchObject({ phase: 'waiting', error: null, consecutiveFailures: 0 });
    const requests = faulted.account.simulator.log.list().length;
    expect((await faulted.account.sync({ budgetMs: 50 })).end).toMatchObject({ outcome: 'more' });
    expect(faulted.account.simulator.log.list()).toHaveLength(requests);
    await faulted.account.sql`update sync_status set waiting_until = null`;
  });
});

test('throttled now and then in either form, everything comes to be stored', async () => {
  faulted.faults(
    { when: { requests: [1, 4] }, effect: { kind: 'throttle', retryAfter: '0.2' } },
    { when: { requests: [2, 5] }, effect: { kind: 'throttle', form: 'body', retryAfter: '0.2' } },
  );
  await faulted.untilOk();
  expect(faulted.fired()).toBeGreaterThan(0);
  await faulted.expectWhole();
});
