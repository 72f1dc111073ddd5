import fc from 'fast-check';
import { at } from '../../test/support/merchants/merchant-story.js';
import { type ToldAccount, ToldAccounts } from '../../test/support/merchants/told-accounts.js';
import { stories, times } from '../../test/support/merchants/told-stories.js';
import { MOVEMENTS } from '../contract/revenue-words.js';
import { type Day, plusDays } from '../values/day.js';
import { COHORT_MONTHS, cohortsOf } from './figures/cohorts.js';
import { movementOf } from './figures/movements.js';
import { completeMonths, type Range, rangeBetween } from './figures/range.js';
import { readRevenue } from './read-revenue.js';
import { listMovements, type MovementFilter, type MovementRow, sumMovements } from './store/list-movements.js';
import { listStandingMerchants, type StandingFilter, type StandingMerchant } from './store/list-standing-merchants.js';
import { readChurnReasons } from './store/read-churn-reasons.js';
import { readCohortAmounts, readCohortGroups } from './store/read-cohorts.js';
import { readRevenueScope } from './store/revenue-scope.js';

let accounts: ToldAccounts;
beforeAll(async () => {
  accounts = await ToldAccounts.start();
});
afterAll(() => accounts.close());

const tellings = fc.record({ shop: fc.constantFrom('1', '2', '3'), app: fc.constantFrom('7', '8'), story: stories });
const ranges = fc
  .tuple(times, fc.integer({ min: 1, max: 90 }))
  .map(([end, length]) => rangeBetween(plusDays(dayOf(end), 1 - length), dayOf(end)));
const apps = fc.constantFrom(undefined, '7', '8');

test('what is behind every bar, card and line adds up to it, page by page', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(tellings, { minLength: 1, maxLength: 8 }),
      ranges,
      apps,
      async (told, range, appNumber) => {
        const account = await accounts.connect();
        for (const { shop, app, story } of told) await account.shop(shop, story, { app, asOf: 'd140' });
        const { currencies } = await account.read((tenant) => readRevenue(tenant, { range, unit: 'day', appNumber }));
        const moved = await allMovements(account, range, appNumber);
        expect(moved).toEqual(moved.toSorted(newestFirst));
        const cohorts = await cohortsAt(account, range.end, appNumber);

        for (const { currency, points, cards, churn, plans, activeMerchants } of currencies) {
          for (const { date, movements } of points) {
            for (const movement of MOVEMENTS) {
              const items = moved.filter((row) => row.currency === currency && isOn(date, row) && isA(movement, row));
              expect(total(items, ({ change }) => change)).toBe(movements[movement]);
            }
          }
          for (const movement of MOVEMENTS) {
            const [sum] = await account.read(async (tenant) =>
              sumMovements(tenant, await readRevenueScope(tenant, appNumber), range, { movement, currency }),
            );
            expect(sum?.change ?? 0n).toBe(total(points, ({ movements }) => movements[movement]));
          }
          const paying = await allMerchants(account, range.end, { currency, standing: 'paying' }, appNumber);
          expect(total(paying, ({ mrr }) => mrr)).toBe(cards.mrr.value);
          const active = await allMerchants(account, range.end, { currency, standing: 'active' }, appNumber);
          expect([active.length, total(active, ({ mrr }) => mrr)]).toEqual([activeMerchants.value, cards.mrr.value]);
          for (const { appNumber: app, plan, mrr, merchants } of plans) {
            const filter = { currency, standing: 'active', plan: plan ?? '' } as const;
            const own = await allMerchants(account, range.end, filter, app);
            expect([own.length, total(own, (merchant) => merchant.mrr)]).toEqual([merchants, mrr]);
          }
          const left = cohorts.find((one) => one.currency === currency)?.cohorts ?? [];
          // Stories begin less than 24 months before, so that every payer is in a cohort.
          const { month } = churn.at(-1) ?? { month: '' };
          const closing = await mrrAtEndOf(account, month, appNumber, currency);
          expect(total(left, (cohort) => cohort.retained.at(-1)?.mrr ?? 0n)).toBe(closing);
        }

        const { total: left } = await account.read(async (tenant) =>
          readChurnReasons(tenant, await readRevenueScope(tenant, appNumber), range),
        );
        for (const { currency, points } of currencies) {
          const lost = left.lost.find((one) => one.currency === currency)?.change ?? 0n;
          expect(lost).toBe(total(points, ({ movements }) => movements.churn));
        }
      },
    ),
    { numRuns: 30 },
  );
});

async function allMovements(account: ToldAccount, range: Range, appNumber?: string, filter: MovementFilter = {}) {
  const all: MovementRow[] = [];
  let after: Parameters<typeof listMovements>[4]['after'] = null;
  do {
    const page: Awaited<ReturnType<typeof listMovements>> = await account.read(async (tenant) =>
      listMovements(tenant, await readRevenueScope(tenant, appNumber), range, filter, { limit: 3, after }),
    );
    all.push(...page.items);
    after = page.next;
  } while (after !== null);
  return all;
}

async function allMerchants(account: ToldAccount, end: Day, filter: StandingFilter, appNumber?: string) {
  const all: StandingMerchant[] = [];
  let after: Parameters<typeof listStandingMerchants>[4]['after'] = null;
  do {
    const page: Awaited<ReturnType<typeof listStandingMerchants>> = await account.read(async (tenant) =>
      listStandingMerchants(tenant, await readRevenueScope(tenant, appNumber), end, filter, { limit: 1, after }),
    );
    all.push(...page.items);
    after = page.next;
    if (after === null) expect([page.merchants, page.mrr]).toEqual([all.length, total(all, ({ mrr }) => mrr)]);
  } while (after !== null);
  for (const { mrr, plans } of all) expect(total(plans, (plan) => plan.mrr)).toBe(mrr);
  return all;
}

async function cohortsAt(account: ToldAccount, end: Day, appNumber?: string) {
  const starts = completeMonths(end, COHORT_MONTHS);
  return account.read(async (tenant) => {
    const scope = await readRevenueScope(tenant, appNumber);
    const groups = await readCohortGroups(tenant, scope, starts);
    return cohortsOf(starts, groups, await readCohortAmounts(tenant, scope, starts));
  });
}

async function mrrAtEndOf(account: ToldAccount, month: string, appNumber: string | undefined, currency: string) {
  const first = `${month}-01` as Day;
  const last = plusDays(plusDays(first, 31).slice(0, 8).concat('01'), -1);
  const range = rangeBetween(first, last);
  const { currencies } = await account.read((tenant) => readRevenue(tenant, { range, appNumber }));
  return currencies.find((one) => one.currency === currency)?.cards.mrr.value ?? 0n;
}

function dayOf(story: string): Day {
  return at(story).slice(0, 10) as Day;
}

function isOn(day: Day, { occurredAt }: MovementRow): boolean {
  return occurredAt.slice(0, 10) === day;
}

function isA(movement: (typeof MOVEMENTS)[number], { type, change }: MovementRow): boolean {
  return movementOf(type, change) === movement;
}

function newestFirst(one: MovementRow, other: MovementRow): number {
  return one.occurredAt < other.occurredAt ? 1 : one.occurredAt > other.occurredAt ? -1 : 0;
}

function total<Item>(items: readonly Item[], amountOf: (item: Item) => bigint): bigint {
  return items.reduce((sum, item) => sum + amountOf(item), 0n);
}
