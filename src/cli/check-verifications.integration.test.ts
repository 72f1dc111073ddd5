import { SweptAccount } from '../../test/support/accounts/swept-account.js';
import { readEnvironment } from '../config/config.js';
import { checkApiVersions } from './check-api-versions.js';
import { checkVerifications } from './check-verifications.js';

let account: SweptAccount;
let printed: string[];

beforeAll(async () => {
  account = await SweptAccount.start();
  await account.sweepOnce();
});
afterAll(() => account.close());
beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => jest.restoreAllMocks());

const environment = () => readEnvironment({ NODE_ENV: 'test', DATABASE_URL: account.account.databaseUrl });

test('the doctor tells when a connection was compared, what differed, and the figures that are others by it', async () => {
  const row = account.ledger.allEvents().find(({ type }) => type === 'SUBSCRIPTION_CHARGE_ACTIVATED');
  if (row?.charge == null) throw new Error('the account has no charge');
  account.ledger.put({ ...row, charge: { ...row.charge, amount: { amount: '1000.00', currencyCode: 'USD' } } });
  await account.walkIsDue();
  await account.syncUntilOk();
  await checkVerifications(environment());
  const { connectionId } = account.account.key;
  expect(printed[0]).toMatch(
    new RegExp(
      `^note  org_test: ${connectionId}: verified on \\d{4}-\\d\\d-\\d\\d, \\d+ rows compared, 1 had changed$`,
    ),
  );
  expect(printed.slice(1).join('\n')).toMatch(
    new RegExp(`^note {4}${row.shop.myshopifyDomain}, gid://partners/App/\\d+: mrr since .* is 1000.00 USD$`, 'm'),
  );
});

test('the doctor says by what a connection asked whether the API version can be raised', async () => {
  const { simulator, sql } = account.account;
  simulator.settings.versions = [
    { handle: '2026-07', supported: true },
    { handle: '2026-10', supported: true, without: ['AppSubscription.billingOn'] },
  ];
  await sql`update connections set connected_at = now() - interval '25 hours'`;
  await account.syncUntilOk();
  await checkApiVersions(environment());
  expect(printed[0]).toBe('ok    Partner API 2026-07: supported until 2027-07-01 at least');
  expect(printed[1]).toMatch(
    /^warn {2}PARTNER_API_VERSION cannot be raised to 2026-10: it refuses app events \(edges › .* › charge › billingOn\)/,
  );
});
