import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { deriveMany } from '../../../test/support/merchants/many-merchants.js';
import type { MerchantQuery } from '../../merchants/read/list/merchant-query.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { parseUnits } from '../../values/money.js';
import { merchantLines } from './merchants-csv.js';

/** More than are read at once. */
const MERCHANTS = 1_200;

let database: TestDatabase;
let admin: Sql;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  sql = connectPostgres(database.url, { applicationName: 'test', role: 'convot_api', max: 1 });
  for (const organization of ['org_1', 'org_2']) await deriveMany(admin, organization, MERCHANTS);
  await withTenant(
    admin,
    'org_1',
    (tenant) =>
      tenant.sql`update merchants set name = '=cmd|''/C calc''!A0' where organization_id = 'org_1' and shop_number = 7`,
  );
});
afterAll(async () => {
  await Promise.all([sql.end(), admin.end()]);
  await database.drop();
});

async function linesOf(query: Partial<MerchantQuery> = {}): Promise<Record<string, string>[]> {
  let text = '';
  for await (const some of merchantLines(sql, 'org_1', { sort: 'mrr', order: 'desc', ...query }, 'comma')) text += some;
  const [titles = [], ...lines] = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
  return lines.map((cells) => Object.fromEntries(titles.map((title, at) => [title, cells[at] ?? ''])));
}

test('every merchant, app and currency has its line, and each currency adds up', async () => {
  const lines = await linesOf();
  expect(new Set(lines.map((line) => line['Shop number'])).size).toBe(MERCHANTS);
  expect(new Set(lines.map((line) => `${line['Shop number']} ${line['App']} ${line['Currency']}`)).size).toBe(
    lines.length,
  );
  const stored = await withTenant(
    sql,
    'org_1',
    (tenant) => tenant.sql<{ currency: string; lifetimeValue: string }[]>`
      select currency, sum(lifetime_value) as lifetime_value from merchant_app_money group by currency
    `,
  );
  expect(stored.length).toBeGreaterThan(1);
  for (const { currency, lifetimeValue } of stored) {
    const amounts = lines.filter((line) => line['Currency'] === currency).map((line) => line['Lifetime value'] ?? '');
    expect(amounts.reduce((sum, amount) => sum + (parseUnits(amount) ?? 0n), 0n)).toBe(BigInt(lifetimeValue));
  }
});

test('of a merchant the apps that the filter lets through are told', async () => {
  const lines = await linesOf({ status: 'churned', appNumber: '2', search: 'shop no. 1' });
  expect(lines.length).toBeGreaterThan(10);
  expect(new Set(lines.map((line) => `${line['Status']} ${line['App']}`))).toEqual(new Set(['churned App 2']));
});

test('dates stand in the order of a life, and the risk and the segments behind them', async () => {
  const [line] = await linesOf();
  expect(Object.keys(line ?? {}).slice(-9)).toEqual([
    'First subscribed (UTC)',
    'Trial ends (UTC)',
    'Cancels on (UTC)',
    'Last installed (UTC)',
    'Uninstalled (UTC)',
    'Last event (UTC)',
    'Risk',
    'Risk reasons',
    'Segments',
  ]);
});

test('nobody matches: titles alone', async () => {
  expect(await linesOf({ plan: 'nobody is on it' })).toEqual([]);
});

test('a name is text, whatever it begins with', async () => {
  const [line] = (await linesOf({ search: '-7.myshopify.com' })).filter((one) => one['Shop number'] === '7');
  expect(line?.['Shop']).toBe("'=cmd|'/C calc'!A0");
});
