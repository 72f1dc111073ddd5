import { type DerivedAccounts, startDerivedAccounts } from '../../../test/support/merchants/derived-account.js';
import { APP, charge, day, relationship } from '../../../test/support/merchants/raw-rows.js';
import type { Pair } from '../pairs.js';
import { foldPairs } from './fold-pairs.js';

let accounts: DerivedAccounts;

beforeAll(async () => {
  accounts = await startDerivedAccounts();
});
afterAll(() => accounts.close());

/** Enough for three chunks: two are being read and stored when the third fails. */
const SHOPS = Array.from({ length: 101 }, (_, index) => String(index + 1));

test('a fold that fails leaves its connection with nothing more to say', async () => {
  const account = await accounts.connect();
  for (const shop of SHOPS) {
    await account.events(shop, [
      relationship('RELATIONSHIP_INSTALLED', day(0)),
      charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), shop, 'Pro', '49.00'),
    ]);
  }
  const damaged: Pair = {
    appNumber: APP,
    get shopNumber(): string {
      throw new Error('cannot be read');
    },
  };
  const pairs = [...SHOPS.slice(0, 100).map((shopNumber) => ({ appNumber: APP, shopNumber })), damaged];

  let hasFailed = false;
  let late = 0;
  const failed = account.write(async (tenant) => {
    const sql = new Proxy(tenant.sql, {
      apply: (target, self, args) => {
        if (hasFailed) late += 1;
        return Reflect.apply(target, self, args) as unknown;
      },
    });
    try {
      await foldPairs({ ...tenant, sql }, account.connectionId, day(31), pairs);
    } finally {
      hasFailed = true;
    }
  });
  await expect(failed).rejects.toThrow('cannot be read');
  // What a promise left behind would send is sent by the time that the connection has answered to others.
  await account.fold(null);
  expect(late).toBe(0);
  expect(await account.list({})).toEqual([]);
});
