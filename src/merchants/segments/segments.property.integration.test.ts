import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { connectDerivedAccount, type DerivedAccount } from '../../../test/support/merchants/derived-account.js';
import { APP, charge, relationship } from '../../../test/support/merchants/raw-rows.js';
import { meets, shownApps } from '../../../test/support/merchants/segment-members.js';
import { Refusal } from '../../connections/commands/refusal.js';
import { MERCHANT_SORTS, MERCHANT_STATUSES, RISK_LEVELS } from '../../contract/merchant-words.js';
import { eraseRows, holdErasures } from '../../erasure/store-erased-names.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { createLogger } from '../../process/log.js';
import type { Day } from '../../values/day.js';
import { type Instant, instantFromMs } from '../../values/instant.js';
import { readChanges } from '../changes/read-changes.js';
import { lockMerchants } from '../derive/input/due-pairs.js';
import type { MerchantView } from '../read/merchant-views.js';
import type { Criteria } from './criteria.js';
import { evaluateSegment } from './evaluate-segment.js';
import { changeSegment, createSegment, deleteSegment } from './save-segment.js';
import { listSegments } from './segment-rows.js';

const OTHER_APP = '777';
const APPS = [APP, OTHER_APP];
const SHOPS = ['1', '2', '3', '4', '5'];
const PLANS = ['Pro', 'Basic'];
const log = createLogger('test', 'silent');
const NAMES = ['One', 'Two', 'Three'];
const QUARTER_DAY_MS = 6 * 3_600_000;
/** What happens begins before it, and trials end after it. */
const NOW_MS = Date.now();
const at = (step: number): Instant => instantFromMs(NOW_MS + (step - 60) * QUARTER_DAY_MS);
const dayAt = (step: number) => at(step).slice(0, 10) as Day;

let database: TestDatabase;
let api: Sql;
let worker: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  api = connectPostgres(database.url, { applicationName: 'test-api', role: 'convot_api', max: 3 });
  worker = connectPostgres(database.url, { applicationName: 'test-worker', role: 'convot_worker', max: 3 });
});
afterAll(async () => {
  await Promise.all([api.end(), worker.end()]);
  await database.drop();
});

const ranges = fc
  .tuple(fc.integer({ min: -5, max: 60 }), fc.integer({ min: 0, max: 40 }))
  .chain(([from, length]) =>
    fc.constantFrom(
      { from: dayAt(from), to: dayAt(from + length) },
      { from: dayAt(from) },
      { to: dayAt(from + length) },
    ),
  );
const lists = <T>(items: readonly T[]) => fc.subarray([...items], { minLength: 1 });
const criteria: fc.Arbitrary<Criteria> = fc
  .record(
    {
      statuses: lists(MERCHANT_STATUSES),
      plans: lists(PLANS),
      appNumbers: lists(APPS),
      mrr: fc.record({
        currencyCode: fc.constantFrom('USD', 'EUR'),
        from: fc.constantFrom('0', '8.33', '8.34', '20.00'),
        to: fc.constantFrom('8.33', '20', '20.01', '1000'),
      }),
      trialEndsWithinDays: fc.integer({ min: 1, max: 20 }),
      installed: ranges,
      left: ranges,
      risks: lists(RISK_LEVELS),
    },
    { requiredKeys: [] },
  )
  // Few criteria, so that somebody meets them.
  .filter((asked) => Object.keys(asked).length > 0 && Object.keys(asked).length < 3);

const ACTS = [
  ...(['install', 'subscribe', 'subscribe', 'try', 'leave', 'cancel', 'fold', 'fold', 'fold', 'fail', 'hide'] as const),
  ...(['show', 'erase', 'create', 'create', 'change', 'delete', 'kill', 'go on', 'time', 'read'] as const),
];
type Step = {
  readonly act: (typeof ACTS)[number];
  readonly shop: string;
  readonly app: string;
  readonly plan: string;
  readonly amount: string;
  readonly currency: string;
  readonly name: string;
  readonly criteria: Criteria;
  /** Begun before the one before it has ended. */
  readonly beside: boolean;
};
const steps = fc.array(
  fc.record<Step>({
    act: fc.constantFrom(...ACTS),
    shop: fc.constantFrom(...SHOPS),
    app: fc.constantFrom(...APPS),
    plan: fc.constantFrom(...PLANS),
    amount: fc.constantFrom('100.00', '20.00', '20.01'),
    currency: fc.constantFrom('USD', 'USD', 'EUR'),
    name: fc.constantFrom(...NAMES),
    criteria,
    beside: fc.boolean(),
  }),
  { minLength: 15, maxLength: 50 },
);

/** Follows the feed: the merchants it tells, and who is in which segment by what they entered and left alone. */
class Follower {
  readonly merchants = new Map<string, MerchantView>();
  readonly moved = new Map<string, Set<string>>();
  #place: { epoch: string | null; after: number } = { epoch: null, after: 0 };
  #reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly account: DerivedAccount) {}

  page(): Promise<number> {
    const page = this.#reading.then(() => this.#page());
    this.#reading = page;
    return page;
  }

  async #page(): Promise<number> {
    const changes = await this.account.read((tenant) => readChanges(tenant, this.#place, 2));
    if (changes === null) throw new Error('the epoch is over');
    for (const change of changes.items) {
      if (change.kind === 'merchant') this.merchants.set(change.ref, change.merchant);
      else this.merchants.delete(change.ref);
      const own = this.moved.get(change.ref) ?? new Set();
      this.moved.set(change.ref, own);
      if (change.kind === 'erased') own.clear();
      else {
        for (const { id } of change.entered) own.add(id);
        for (const { id } of change.left) own.delete(id);
      }
    }
    this.#place = { epoch: changes.epoch, after: changes.last };
    return changes.items.length;
  }
}

test('whatever happens, whoever meets the criteria is in the segment, in every list, and the feed tells it', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const account = await connectDerivedAccount({ api, worker }, `org_${randomUUID()}`);
      const world = new World(account);
      let before: Promise<unknown> = Promise.resolve();
      for (const [index, step] of all.entries()) {
        if (!step.beside) await before;
        before = Promise.all([before, world.carryOut(step, index)]);
      }
      await before;
      while ((await account.fold(at(all.length))).remaining);
      await world.goOn();
      await world.check();
    }),
    { numRuns: 60, interruptAfterTimeLimit: 80_000 },
  );
}, 150_000);

class World {
  readonly #follower: Follower;

  constructor(private readonly account: DerivedAccount) {
    this.#follower = new Follower(account);
  }

  async carryOut({ act, shop, app, plan, amount, currency, name, criteria: asked, beside }: Step, index: number) {
    const { account } = this;
    const number = `${shop}${index + 10}`;
    const actor = { organizationId: account.organizationId, name: 'owner' };
    const own = async () => (await account.read(listSegments)).find((segment) => segment.name === name);
    switch (act) {
      case 'install':
        return account.events(shop, [relationship('RELATIONSHIP_INSTALLED', at(index))], app);
      case 'subscribe':
        return account.events(
          shop,
          [charge('SUBSCRIPTION_CHARGE_ACTIVATED', at(index), number, plan, amount, { currencyCode: currency })],
          app,
        );
      case 'try':
        return account.events(
          shop,
          [charge('SUBSCRIPTION_CHARGE_ACTIVATED', at(index), number, plan, amount, { billingOn: at(index + 70) })],
          app,
        );
      case 'leave':
        return account.events(shop, [relationship('RELATIONSHIP_UNINSTALLED', at(index))], app);
      case 'cancel':
        return account.events(
          shop,
          [charge('SUBSCRIPTION_CHARGE_CANCELED', at(index), `${shop}${index + 9}`, plan, amount)],
          app,
        );
      case 'fold':
        return account.fold(at(index), 3);
      case 'fail':
        return account
          .fold(at(index), 3, () => {
            throw new Error('rolled back');
          })
          .catch(() => undefined);
      case 'hide':
      case 'show':
        return account.setRemoved(app, act === 'hide');
      case 'erase':
        return account.read(async (tenant) => {
          await holdErasures(tenant);
          await lockMerchants(tenant);
          await eraseRows(tenant, {
            shopNumber: shop,
            domains: [],
            seats: [],
            shopifyNumbers: [],
            charges: [],
            damaged: [],
          });
        });
      case 'create':
        return createSegment({ sql: api, log }, actor, { name, criteria: asked }).catch(refused);
      case 'change': {
        const { id } = (await own()) ?? {};
        return (
          id &&
          changeSegment({ sql: api, log }, actor, id, { name: beside ? `${name}, too` : name, criteria: asked }).catch(
            refused,
          )
        );
      }
      case 'delete': {
        const { id } = (await own()) ?? {};
        return id && deleteSegment({ sql: api, log }, actor, id).catch(refused);
      }
      case 'kill':
        // As if whoever saved it had died before it looked at anybody.
        return account.read(({ sql }) => sql`update segments set evaluated_to = 0 where name = ${name}`.execute());
      case 'go on':
        return this.goOn();
      case 'time':
        return account.read(({ sql }) =>
          sql`update segments set trial_within = trial_within + interval '1 day'`.execute(),
        );
      case 'read':
        return this.#follower.page();
    }
  }

  /** As the reconciler does with those that are due. */
  async goOn(): Promise<void> {
    const all = await this.account.read(({ sql }) => sql<{ id: string }[]>`select id from segments`.execute());
    for (const { id } of all) await evaluateSegment(worker, this.account.organizationId, id, Infinity);
  }

  async check(): Promise<void> {
    const { account } = this;
    const segments = await account.read(listSegments);
    const shops = await account.read(shownApps);
    const within = await account.read(({ sql }) =>
      sql<{ id: string; days: number }[]>`
        select id, extract(day from trial_within)::integer as days from segments where trial_within is not null
      `.execute(),
    );
    const nowMs = Date.now();
    for (const { id, criteria: asked, members, isWhole } of segments) {
      const days = within.find((segment) => segment.id === id)?.days;
      const now = days === undefined ? asked : { ...asked, trialEndsWithinDays: days };
      const meeting = [...shops].flatMap(([shop, apps]) => (apps.some((app) => meets(app, now, nowMs)) ? [shop] : []));
      expect({ asked, isWhole, members }).toEqual({ asked, isWhole: true, members: meeting.length });
      for (const sort of MERCHANT_SORTS) {
        const everybody = await account.list({ sort, currency: 'USD' });
        const expected = everybody.filter(({ shopNumber }) => meeting.includes(shopNumber));
        expect(await account.list({ sort, currency: 'USD', segmentId: id, limit: 2 })).toEqual(expected);
        expect(await account.list({ sort, currency: 'USD', segmentId: id, search: 'shop' })).toEqual(expected);
      }
      for (const merchant of await account.list({})) {
        expect(merchant.segments.some((segment) => segment.id === id)).toBe(meeting.includes(merchant.shopNumber));
      }
    }
    while ((await this.#follower.page()) > 0);
    const inOrder = (views: readonly MerchantView[]) =>
      [...views].sort((one, other) => Number(one.shopNumber) - Number(other.shopNumber));
    expect(inOrder([...this.#follower.merchants.values()])).toEqual(inOrder(await account.list({})));
    for (const [ref, merchant] of this.#follower.merchants) {
      expect([...(this.#follower.moved.get(ref) ?? [])].sort()).toEqual(merchant.segments.map(({ id }) => id).sort());
    }
  }
}

function refused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
