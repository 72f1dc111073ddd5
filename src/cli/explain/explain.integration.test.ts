import { connectStoredAccount } from '../../../test/support/accounts/stored-account.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { charge, day, relationship, sale } from '../../../test/support/merchants/raw-rows.js';
import { changeEnvironment } from '../../config/config.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { createProgram } from '../program.js';

let database: TestDatabase;
let sqls: { api: Sql; worker: Sql };
let printed: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  sqls = {
    api: connectPostgres(database.url, { applicationName: 'test-api', role: 'convot_api', max: 2 }),
    worker: connectPostgres(database.url, { applicationName: 'test-worker', role: 'convot_worker', max: 2 }),
  };
  // jest gives each test file an environment of its own.
  changeEnvironment({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await Promise.all([sqls.api.end(), sqls.worker.end()]);
  await database.drop();
});

beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => jest.restoreAllMocks());

async function explain(...args: string[]): Promise<string> {
  printed = [];
  await createProgram().parseAsync(['explain', ...args], { from: 'user' });
  return printed.join('\n');
}

async function accountWith(shop: string, organizationId: string) {
  const account = await connectStoredAccount(sqls, organizationId);
  await account.store(shop, [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '49.00'),
    sale('501', day(30), '11', '49.00'),
  ]);
  await account.fold(day(31));
  return account;
}

test('the story of a merchant, by whatever names the shop, with every stored row', async () => {
  await accountWith('1', 'org_a');
  const story = await explain('--shop', 'https://Shop-1.myshopify.com/admin');
  expect(story).toContain('shop-1.myshopify.com (shop 1) and Reviews (app 4436393)\nOrganization org_a, connection ');
  expect(story).toContain('Active on “Pro”, billed every 30 days: MRR is 49.00 USD.');
  expect(story).toContain(
    '2026-01-01 10:00:00  Shopify activated charge 11, “Pro” at 49.00 USD.\n  → The merchant sub',
  );
  for (const type of ['RELATIONSHIP_INSTALLED', 'SUBSCRIPTION_CHARGE_ACTIVATED']) {
    expect(story.match(new RegExp(`^  event/4436393/1/${type}/2026-01-01T10:00:00.000000Z/`, 'gm'))).toHaveLength(1);
  }
  expect(story.match(/^ {2}gid:\/\/partners\/AppSubscriptionSale\/501$/gm)).toHaveLength(1);
  expect(await explain('--shop', '1', '--app', 'gid://partners/App/4436393')).toBe(story);
});

test('a row that this version cannot read is named, not lost', async () => {
  const account = await accountWith('2', 'org_a');
  await account.store('2', [{ ...relationship('SUBSCRIPTION_CHARGE_FROZEN', day(5)), stored: 'AppSubscription/11' }]);
  expect(await explain('--shop', 'shop-2')).toContain(
    'Rows of it changed and are still to be derived: the pages may show something older.\n' +
      'Rows that this version cannot read, and left out: ' +
      'event/4436393/2/SUBSCRIPTION_CHARGE_FROZEN/2026-01-06T10:00:00.000000Z/AppSubscription/11',
  );
});

test('what others wrote neither forges a line nor moves the cursor', async () => {
  const account = await connectStoredAccount(sqls, 'org_a');
  const evil = 'Pro\nActive on “Max”\u001b[2J\u202e';
  const left = { ...relationship('RELATIONSHIP_UNINSTALLED', day(9)), reason: evil, description: `${evil}\r\u009b1A` };
  await account.store('7', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', evil, '49.00'), left]);
  await account.store('7', [{ ...relationship(`TELEPORTED${evil}`, day(8)), stored: '' }]);
  await account.fold(day(31));
  await account.read(({ sql }) => sql`update apps set name = ${evil} where connection_id = ${account.connectionId}`);
  const lines = (await explain('--shop', '7')).split('\n');
  expect(lines.filter((line) => line.startsWith('Active'))).toEqual([]);
  expect(lines.filter((line) => line.includes('Max')).length).toBeGreaterThan(3);
  expect(lines.join('')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
});

test('an app that was taken away is told, and said to be', async () => {
  const account = await accountWith('3', 'org_a');
  await account.read(
    ({ sql }) => sql`update apps set removed_at = now() where connection_id = ${account.connectionId}`,
  );
  expect(await explain('--shop', '3')).toContain('The app was taken away');
});

test('says what is missing: an unknown shop, an unknown app, which of several organizations', async () => {
  await accountWith('4', 'org_a');
  await accountWith('4', 'org_b');
  await expect(explain('--shop', 'nobody')).rejects.toThrow('Nothing is known of the shop nobody.myshopify.com.');
  await expect(explain('--shop', 'shop-4')).rejects.toThrow(
    'Several organizations know shop-4.myshopify.com: org_a, org_b. Name one with --organization.',
  );
  expect(await explain('--shop', 'shop-4', '--organization', 'org_b')).toContain('Organization org_b');
  await expect(explain('--shop', '4', '--organization', 'org_b', '--app', '5')).rejects.toThrow(
    'The shop 4 never had the app 5. It had: 4436393.',
  );
});
