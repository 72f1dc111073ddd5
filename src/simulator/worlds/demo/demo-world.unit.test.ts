import { type Instant, instantFromMicros, instantToMicros } from '../../../values/instant.js';
import { appEventTypes, eventKey, type LedgerRow, transactionGid, transactionTypes } from '../../ledger/rows.js';
import { presentAppEvent } from '../../present/app-event.js';
import { presentTransaction } from '../../present/transaction.js';
import type { Organization } from '../../world.js';
import { tokenHash } from '../../world.js';
import { DAY, HOUR } from '../time.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN, demoWorld } from './demo-world.js';

const anchor = '2026-11-23T12:00:00.000000Z' as Instant;
const today = instantToMicros(anchor);

function organization(seed = 'demo', from: Instant = anchor): Organization {
  const found = demoWorld({ seed, anchor: from }).organization(DEMO_ORGANIZATION_ID);
  if (!found) throw new Error('The demonstration world has its organization');
  return found;
}

function rowsOf({ ledger }: Organization): LedgerRow[] {
  return [...ledger.transactions.all, ...ledger.allEvents()];
}

function visible(organizationNow: Organization, now: number): LedgerRow[] {
  organizationNow.catchUp(now);
  return rowsOf(organizationNow).filter((row) => row.visibleAt <= now);
}

const told = (row: LedgerRow) =>
  row.feed === 'transaction'
    ? presentTransaction(row, ({ number }) => ({ number }))
    : presentAppEvent(row, ({ number }) => ({ number }));

test('the same seed and anchor tell the same rows, another seed tells others', () => {
  const one = visible(organization(), today).map(told);
  expect(visible(organization(), today).map(told)).toEqual(one);
  expect(visible(organization('other'), today).map(told)).not.toEqual(one);
});

test('two years of a few hundred merchants, in three currencies, with every kind of row', () => {
  const rows = visible(organization(), today);
  expect(rows.length).toBeGreaterThan(5000);
  expect(rows.length).toBeLessThan(9000);
  const kinds = new Set<string>(rows.map((row) => (row.feed === 'transaction' ? row.typename : row.type)));
  expect([...transactionTypes, ...appEventTypes].filter((kind) => !kinds.has(kind))).toEqual([]);
  const shops = new Set(rows.map((row) => row.shop?.number));
  expect(shops.size).toBeGreaterThan(250);
  expect(shops.size).toBeLessThan(450);
  const currencies = new Set(rows.flatMap((row) => (row.feed === 'transaction' ? [row.netAmount.currencyCode] : [])));
  expect([...currencies].sort()).toEqual(['EUR', 'JPY', 'USD']);
  const oldest = Math.min(...rows.map(({ at }) => at));
  expect(today - oldest).toBeGreaterThan(700 * DAY);
  expect(today - oldest).toBeLessThan(740 * DAY);
});

test('one app has no transaction, some rows are late, ids and keys are unique', () => {
  const now = organization();
  const rows = rowsOf(now);
  const sold = new Set(now.ledger.transactions.all.map(({ app }) => app?.name));
  expect([...now.ledger.apps.values()].filter(({ name }) => !sold.has(name)).map(({ name }) => name)).toEqual([
    'Cookie Ribbon',
  ]);
  expect(rows.filter(({ at, visibleAt }) => visibleAt - at > DAY && at < today).length).toBeGreaterThan(100);
  const ids = rows.map((row) => (row.feed === 'transaction' ? transactionGid(row) : eventKey(row)));
  expect(new Set(ids).size).toBe(ids.length);
  expect(rows.every(({ at }) => instantFromMicros(at).endsWith('.000000Z'))).toBe(true);
});

test('time goes on: a row every half minute or so, the same ones after a restart', () => {
  const watched = organization();
  const seen: LedgerRow[] = [];
  for (let minutes = 0; minutes <= 180; minutes += 7) {
    const now = today + (minutes / 60) * HOUR;
    seen.splice(0, seen.length, ...visible(watched, now));
  }
  const end = today + (175 / 60) * HOUR;
  const fresh = seen.filter(({ at }) => at > today);
  expect(fresh.length).toBeGreaterThan(250);
  expect(fresh.length).toBeLessThan(500);
  const sorted = (rows: LedgerRow[]) => rows.map((row) => JSON.stringify(told(row))).sort();
  expect(sorted(visible(organization(), end))).toEqual(sorted(seen));
});

test('the demonstration token opens it', () => {
  expect(organization().grant(tokenHash(DEMO_TOKEN))).toMatchObject({
    permissions: ['view_financials', 'manage_apps'],
  });
});
