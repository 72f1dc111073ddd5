import { type DerivedAccounts, startDerivedAccounts } from '../../test/support/merchants/derived-account.js';
import { currencyCodes, randomLetters } from '../../test/support/merchants/odd-texts.js';
import { APP, charge, day, type Node, relationship, sale } from '../../test/support/merchants/raw-rows.js';
import { findMerchant } from '../merchants/read/merchant/find-merchant.js';
import { storeApps, storeShops } from '../sync/store/store-sightings.js';
import { MOST_BYTES } from '../values/bounded-text.js';

let accounts: DerivedAccounts;

beforeAll(async () => {
  accounts = await startDerivedAccounts();
});
afterAll(() => accounts.close());

const PLAN = randomLetters(800);
const shopName = (letters: number) => `Alder ${randomLetters(letters)}`;

/** One in each currency. */
function salesIn(codes: readonly string[]): Node[] {
  return codes.map((currencyCode, index) => {
    const money = { amount: '9.00', currencyCode };
    return { ...sale(`${index + 1}`, day(1), '11', '9.00'), grossAmount: money, netAmount: money };
  });
}

/** As rules of old took them in: without any bound of today. */
async function accountOfOld(name: string, rows: Node[], domain = 'alder.myshopify.com') {
  const account = await accounts.connect();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))], APP, domain);
  await account.events(
    '1',
    rows.filter(({ kind }) => kind.startsWith('SUBSCRIPTION')),
    APP,
    domain,
  );
  await account.sales(
    '1',
    rows.filter(({ kind }) => kind.endsWith('Sale')),
  );
  await account.write(
    ({ sql }) => sql`
      update shops set name = ${name}, myshopify_domain = ${domain} where connection_id = ${account.connectionId}
    `,
  );
  return account;
}

test('a shop whose name has 700,000 letters is listed and found, and so is its neighbour', async () => {
  const account = await accountOfOld(shopName(700_000), [
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '9'),
  ]);
  await account.events('2', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
  const listed = await account.list({});
  expect(listed.map(({ shopNumber }) => shopNumber).sort()).toEqual(['1', '2']);
  for (const { name } of listed) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(MOST_BYTES.name);
  expect((await account.list({ search: 'alder' })).map(({ shopNumber }) => shopNumber)).toEqual(['1']);
});

test('a plan of 800 letters in 15 currencies is listed, by its name as it is shown, too', async () => {
  const rows = currencyCodes(15).flatMap((currencyCode, index) => [
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), `${index + 1}`, PLAN, '9', { currencyCode }),
  ]);
  const account = await accountOfOld('Alder', rows);
  await account.fold(day(1));
  const [merchant] = await account.list({});
  const plan = merchant?.apps[0]?.plan ?? '';
  expect(plan.endsWith('…') && PLAN.startsWith(plan.slice(0, -1))).toBe(true);
  expect(Buffer.byteLength(plan)).toBeLessThanOrEqual(MOST_BYTES.name);
  expect(await account.list({ plan })).toHaveLength(1);
});

test('more currencies than there are do not keep a merchant from being listed', async () => {
  const codes = currencyCodes(900);
  const rows = salesIn(codes);
  const account = await accountOfOld('Alder', rows);
  await account.fold(day(2));
  expect(await account.list({ sort: 'lifetimeValue', currency: codes[0] })).toHaveLength(1);
  expect(await account.list({ sort: 'lifetimeValue', currency: codes.at(-1) })).toHaveLength(1);
});

test('what was derived by older rules is bounded where it is summed up, before it is derived again', async () => {
  const account = await accountOfOld('Alder', salesIn(currencyCodes(60)), `${randomLetters(780)}.myshopify.com`);
  await account.fold(day(1));
  await account.write(
    ({ sql }) =>
      sql`update merchant_apps set plan = ${randomLetters(800)} where connection_id = ${account.connectionId}`,
  );
  // Whoever takes an app away or brings it back sums its merchants up.
  await account.setRemoved(APP, true);
  expect(await account.list({})).toEqual([]);
  await account.setRemoved(APP, false);
  expect(await account.list({})).toHaveLength(1);
});

test('the pairs of letters that a search looks up are those of before', async () => {
  const account = await accounts.connect();
  const words = ['', 'a', 'ab', 'alder.myshopify.com alder', '赤木😀é e\u0301', 'a  b\tc\nd', '\\{}",NULL'];
  const [{ same }] = await account.read(
    ({ sql }) => sql<[{ same: boolean }]>`
      select bool_and(search_grams('org', word) = array(
        select hashtextextended(substr(word, place, 2), hashtextextended('org', 0))
        from generate_series(1, length(word) - 1) as place
      )) as same
      from unnest(${words}::text[]) as word
    `,
  );
  expect(same).toBe(true);
});

test.each(['alder.myshopify.com', 'HTTPS://Alder.myshopify.com/', 'alder.myshopify.com.'])(
  'a merchant is found by its domain, however that is spelt: %s',
  async (key) => {
    const account = await accountOfOld('Alder', []);
    await account.fold(day(1));
    expect(await account.read((tenant) => findMerchant(tenant, key))).toMatchObject({ shopNumber: '1' });
  },
);

describe('the newest that names it names', () => {
  test('a shop, in whatever order pages come', async () => {
    const account = await accounts.connect();
    const seen = (name: string, at: number) => {
      const sighting = { shopNumber: '1', name, myshopifyDomain: 'a.myshopify.com', at: day(at), firstAt: day(at) };
      return account.write((tenant) => storeShops(tenant, account.connectionId, [sighting]));
    };
    const names: unknown[] = [];
    for (const [name, at] of [
      ['Newer', 5],
      ['Older', 1],
      ['', 8],
      ['Newest', 9],
    ] as const) {
      await seen(name, at);
      const [shop] = await account.read(
        ({ sql }) => sql`
          select name, first_seen_at, last_event_at from shops where connection_id = ${account.connectionId}
        `,
      );
      names.push(shop);
    }
    expect(names).toEqual([
      { name: 'Newer', firstSeenAt: day(5), lastEventAt: day(5) },
      { name: 'Newer', firstSeenAt: day(1), lastEventAt: day(5) },
      { name: 'Newer', firstSeenAt: day(1), lastEventAt: day(8) },
      { name: 'Newest', firstSeenAt: day(1), lastEventAt: day(9) },
    ]);
  });

  test('an app, and a row to come or without a name does not', async () => {
    const account = await accounts.connect();
    const names: unknown[] = [];
    for (const [name, at] of [
      [null, null],
      ['To come', null],
      ['Newer', 5],
      ['Older', 1],
      [null, 8],
      ['Newest', 9],
      ['To come', null],
    ] as const) {
      const sighting = { appNumber: APP, name, at: at === null ? null : day(at) };
      await account.write((tenant) => storeApps(tenant, account.connectionId, [sighting]));
      const [app] = await account.read(
        ({ sql }) => sql`select name from apps where connection_id = ${account.connectionId}`,
      );
      names.push(app?.['name']);
    }
    expect(names).toEqual([null, 'To come', 'Newer', 'Newer', 'Newer', 'Newest', 'Newest']);
  });
});
