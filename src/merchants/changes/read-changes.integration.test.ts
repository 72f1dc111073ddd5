import fc from 'fast-check';
import {
  type DerivedAccount,
  type DerivedAccounts,
  startDerivedAccounts,
} from '../../../test/support/merchants/derived-account.js';
import { APP, charge, day, relationship, sale } from '../../../test/support/merchants/raw-rows.js';
import { insertManualApp } from '../../connections/store/apps.js';
import { eraseRows, holdErasures } from '../../erasure/store-erased-names.js';
import type { Tenant } from '../../postgres/tenant.js';
import { lockMerchants } from '../derive/input/due-pairs.js';
import type { MerchantView } from '../read/merchant-views.js';
import { type Changes, readChanges } from './read-changes.js';

const OTHER_APP = '777';
const SHOPS = ['1', '2', '3', '4'];

let accounts: DerivedAccounts;

beforeAll(async () => {
  accounts = await startDerivedAccounts();
});
afterAll(() => accounts.close());

/** What a program makes of a feed that it reads from its beginning. */
class FeedReader {
  readonly merchants = new Map<string, MerchantView>();
  readonly numbers: number[] = [];
  #place: { epoch: string | null; after: number } = { epoch: null, after: 0 };
  #reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly account: Pick<DerivedAccount, 'read'>) {}

  /** One after the other, whoever asks. */
  page(limit: number): Promise<Changes> {
    const page = this.#reading.then(() => this.#page(limit));
    this.#reading = page;
    return page;
  }

  async #page(limit: number): Promise<Changes> {
    const changes = await this.account.read((tenant) => readChanges(tenant, this.#place, limit));
    if (changes === null) throw new Error('the epoch is over');
    for (const change of changes.items) {
      this.numbers.push(change.number);
      if (change.kind === 'merchant') this.merchants.set(change.ref, change.merchant);
      else this.merchants.delete(change.ref);
    }
    this.#place = { epoch: changes.epoch, after: changes.last };
    return changes;
  }

  async toTheEnd(limit = 3): Promise<void> {
    while ((await this.page(limit)).items.length > 0);
  }

  /** In the order of their shops. */
  shown(): MerchantView[] {
    return inOrder([...this.merchants.values()]);
  }
}

const inOrder = (views: readonly MerchantView[]) =>
  [...views].sort((one, other) => Number(one.shopNumber) - Number(other.shopNumber));

/** As `eraseMerchant` does, without what keeps the shop away from then on. */
async function erase(tenant: Tenant, shop: string): Promise<void> {
  await holdErasures(tenant);
  await lockMerchants(tenant);
  const nothingElse = { domains: [], seats: [], shopifyNumbers: [], charges: [], damaged: [] };
  await eraseRows(tenant, { shopNumber: shop, ...nothingElse });
}

test('a merchant is told once, as it is now, under the number of its last change', async () => {
  const account = await accounts.connect();
  const reader = new FeedReader(account);
  expect((await reader.page(10)).items).toEqual([]);
  for (const shop of ['1', '2']) await account.events(shop, [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
  await account.events('1', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(2), '11', 'Pro', '20.00')]);
  await account.fold(day(3));
  const { items, last } = await reader.page(10);
  expect(items.map((item) => (item.kind === 'merchant' ? item.merchant.shopNumber : item.kind))).toEqual(['2', '1']);
  expect(last).toBe(items.at(-1)?.number);
  expect(reader.shown()).toEqual(inOrder(await account.list({})));
});

test('what comes out as it was is no change', async () => {
  const account = await accounts.connect();
  const reader = new FeedReader(account);
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
  await reader.toTheEnd();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(2));
  expect((await reader.page(10)).items).toEqual([]);
});

test('an app that is hidden, that returns, and that is called otherwise is a change of its merchants', async () => {
  const account = await accounts.connect();
  const reader = new FeedReader(account);
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))], OTHER_APP);
  await account.fold(day(1));
  await reader.toTheEnd();
  for (const change of [
    () => account.setRemoved(OTHER_APP, true),
    () => account.setRemoved(APP, true),
    () => account.setRemoved(APP, false),
    () => account.read(({ sql }) => sql`update apps set name = 'Called otherwise' where app_number = ${APP}`.execute()),
  ]) {
    await change();
    expect((await reader.page(10)).items).toHaveLength(1);
    expect(reader.shown()).toEqual(await account.list({}));
  }
});

test('what is derived for a hidden app is no change', async () => {
  const account = await accounts.connect();
  const reader = new FeedReader(account);
  const deriveHidden = async (shop: string, at: number, kind: string) => {
    await account.events(shop, [relationship(kind, day(at))], OTHER_APP); // which shows the app
    await account.setRemoved(OTHER_APP, true);
    await reader.toTheEnd();
    expect(await account.fold(day(at + 1))).toMatchObject({ folded: 1 });
  };
  await deriveHidden('1', 0, 'RELATIONSHIP_INSTALLED');
  expect((await reader.page(10)).items).toEqual([]);
  await account.read(({ sql }) => sql`update apps set name = 'Called otherwise'`.execute());
  expect((await reader.page(10)).items).toEqual([]);
  // Nor of a shop that is shown by another.
  await account.events('2', [relationship('RELATIONSHIP_INSTALLED', day(1))]);
  await account.fold(day(2));
  await reader.toTheEnd();
  await deriveHidden('2', 1, 'RELATIONSHIP_INSTALLED');
  expect((await reader.page(10)).items).toEqual([]);
  await account.setRemoved(OTHER_APP, false);
  await reader.toTheEnd();
  expect(reader.shown()).toEqual(inOrder(await account.list({})));
  expect(reader.shown()).toHaveLength(2);
});

test('an erased merchant is told of by what it was called, and nothing is left of its number', async () => {
  const account = await accounts.connect();
  const reader = new FeedReader(account);
  for (const shop of ['1', '2']) await account.events(shop, [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
  await reader.toTheEnd();
  const [first] = [...reader.merchants].find(([, { shopNumber }]) => shopNumber === '1') ?? [];
  await account.read((tenant) => erase(tenant, '1'));
  expect((await reader.page(10)).items).toEqual([{ number: expect.any(Number) as number, ref: first, kind: 'erased' }]);
  const left = await account.read(({ sql }) => sql`select from merchant_changes where shop_number = 1`.execute());
  expect(left).toHaveLength(0);
});

test('numbers of another epoch, and numbers that nobody has given, are refused', async () => {
  const account = await accounts.connect();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
  const ask = (epoch: string | null, after: number) =>
    account.read((tenant) => readChanges(tenant, { epoch, after }, 10));
  const { epoch = '', last = 0 } = (await ask(null, 0)) ?? {};
  expect(await ask(epoch, last)).toEqual({ epoch, items: [], last });
  expect(await ask(epoch, last + 1)).toBeNull();
  expect(await ask('of a database before it', last)).toBeNull();
});

test('another organization has numbers and epochs of its own', async () => {
  const [account, other] = [await accounts.connect(), await accounts.connect()];
  for (const one of [account, other]) await one.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
  const reader = new FeedReader(other);
  expect((await reader.page(10)).items).toEqual([]);
  await other.fold(day(1));
  expect((await reader.page(10)).items).toMatchObject([{ number: 1 }]);
});

interface Step {
  readonly act:
    | 'install'
    | 'subscribe'
    | 'sell'
    | 'leave'
    | 'fold'
    | 'fail'
    | 'hide'
    | 'show'
    | 'add'
    | 'rename'
    | 'erase'
    | 'read';
  /** Which of the organization's connections. */
  readonly connection: 0 | 1;
  readonly shop: string;
  readonly app: string;
  /** Begun before the one before it has ended. */
  readonly beside: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    act: fc.constantFrom<Step['act'][]>(
      ...([
        'install',
        'subscribe',
        'sell',
        'leave',
        'fold',
        'fold',
        'fail',
        'hide',
        'show',
        'add',
        'rename',
        'erase',
        'read',
        'read',
      ] as const),
    ),
    connection: fc.constantFrom(0, 1),
    shop: fc.constantFrom(...SHOPS),
    app: fc.constantFrom(APP, OTHER_APP),
    beside: fc.boolean(),
  }),
  { minLength: 10, maxLength: 40 },
);

test('whoever reads the feed, at whatever moments, has the merchants', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (all, limit) => {
      const account = await accounts.connect();
      const own = [account, await accounts.connect(account.organizationId)] as const;
      const reader = new FeedReader(account);
      let before: Promise<unknown> = Promise.resolve();
      for (const [index, step] of all.entries()) {
        if (!step.beside) await before;
        const previous = before;
        before = Promise.all([previous, carryOut(step, index, own[step.connection], reader, limit)]);
      }
      await before;
      for (const one of own) while ((await one.fold(day(400))).remaining);
      await reader.toTheEnd(limit);
      expect(reader.shown()).toEqual(inOrder(await account.list({})));
      expect(reader.numbers).toEqual([...new Set(reader.numbers)].sort((one, other) => one - other));
    }),
    { numRuns: 60, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);

async function carryOut(
  { act, shop, app }: Step,
  at: number,
  account: DerivedAccount,
  reader: FeedReader,
  limit: number,
): Promise<unknown> {
  const number = `${shop}${at + 10}`;
  switch (act) {
    case 'install':
      return account.events(shop, [relationship('RELATIONSHIP_INSTALLED', day(at))], app);
    case 'subscribe':
      return account.events(shop, [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(at), number, 'Pro', '20.00')], app);
    case 'sell':
      return account.sales(shop, [sale(number, day(at), number, '20.00')]);
    case 'leave':
      return account.events(shop, [relationship('RELATIONSHIP_UNINSTALLED', day(at))], app);
    case 'fold':
      return account.fold(day(at));
    case 'fail':
      return account
        .fold(day(at), 100, () => {
          throw new Error('rolled back');
        })
        .catch(() => undefined);
    case 'hide':
    case 'show':
      return account.setRemoved(app, act === 'hide');
    case 'add':
      return account.read((tenant) =>
        insertManualApp(tenant, account.connectionId, { appNumber: app, name: `Added ${at}` }),
      );
    case 'rename':
      return account.write(({ sql }) =>
        sql`
          update apps set name = ${`Named ${at}`}
          where connection_id = ${account.connectionId} and app_number = ${app}
        `.execute(),
      );
    case 'erase':
      return account.read((tenant) => erase(tenant, shop));
    case 'read':
      return reader.page(limit);
  }
}
