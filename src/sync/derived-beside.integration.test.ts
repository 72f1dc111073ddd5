import { ToldAccount } from '../../test/support/accounts/told-account.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { runSync } from './run-sync.js';

const POLICY = { intervalMs: 240_000, failureLimit: 5 };
/** More than a page of an app's events holds. */
const SHOPS = 110;
const ROWS_PER_PAGE = 100;

let told: ToldAccount;

beforeAll(async () => {
  told = await ToldAccount.start();
});
afterAll(() => told.close());

test('what the newest page brings is derived, and Convot told to look, before the pages below it are here', async () => {
  const { account } = told.swept;
  const shops = Array.from({ length: SHOPS }, () => told.shop({}));
  while ((await account.sync()).end.outcome !== 'ok');
  // Nothing else is on its way meanwhile: neither sweep nor walk.
  await account.sql`update sync_status set sparing_until = now() + interval '1 hour'`;
  for (const [index, shop] of shops.entries()) told.happens(shop, 'RELATIONSHIP_UNINSTALLED', 60_000 - index);
  const gone = async () => {
    const [row] = await account.sql<[{ count: number }]>`
      select count(*)::integer from merchant_apps where uninstalled_at is not null
    `;
    return row.count;
  };
  expect(await gone()).toBe(0);

  let toldTimes = 0;
  let requests = 0;
  const firstIsDerived = () =>
    waitFor('what came first to be derived and told', async () => toldTimes > 0 && (await gone()) >= ROWS_PER_PAGE);
  const deps: typeof account.deps = {
    ...account.deps,
    startUpdates: () => Promise.resolve(void (toldTimes += 1)),
    partnerApi: async (request) => {
      requests += 1;
      if (requests > 1) await firstIsDerived();
      return account.deps.partnerApi(request);
    },
  };
  const input = { ...account.key, budgetMs: 60_000, head: true, delayFactor: 1 };
  await runSync(deps, POLICY, input, new AbortController().signal);

  expect(requests).toBeGreaterThan(1);
  expect(await gone()).toBe(SHOPS);
});
