import type { Tenant } from '../store/tenant.js';
import { priceKey, type Hints, type PriceKey } from './interval.js';
import type { IntervalRule } from './rule-names.js';
import type { FoldRow } from './rows.js';
import { markPairs, pairKey, type Pair } from './store-pairs.js';
import type { Interval } from './vocabulary.js';

/** A plan of an app at a list price, in exact units. */
interface PlanPrice {
  readonly appNumber: string;
  readonly plan: string;
  readonly currency: string;
  readonly price: string;
}

/** What the sales of at least one shop say of it. */
interface Testimony extends PlanPrice {
  readonly billingInterval: Interval;
  /** First and last number of the shops that say so: enough to tell whether one other than a given shop does. */
  readonly firstShop: string;
  readonly lastShop: string;
}

const BY_SALE: IntervalRule = 'interval: its latest sale';
const GUESSED: readonly IntervalRule[] = ['interval: other shops’ sales', 'interval: every 30 days'];

/** What the pairs of one batch are told of other shops; and, once the batch is stored, who has to be told anew. */
export class OtherShops {
  private readonly prices: readonly PlanPrice[];
  private readonly before: readonly Testimony[];

  private constructor(prices: readonly PlanPrice[], before: readonly Testimony[]) {
    this.prices = prices;
    this.before = before;
  }

  static async read(
    tenant: Tenant,
    connectionId: string,
    pairs: readonly Pair[],
    rows: ReadonlyMap<string, readonly FoldRow[]>,
  ): Promise<OtherShops> {
    const prices = distinct([...pricesIn(pairs, rows), ...(await storedPrices(tenant, connectionId, pairs))]);
    return new OtherShops(prices, await readTestimony(tenant, connectionId, prices));
  }

  /** Where all other shops agree. Rule: Interval, rung 5. */
  hintsFor({ appNumber, shopNumber }: Pair): Hints {
    const answers = new Map<PriceKey, Set<Interval>>();
    for (const testimony of this.before) {
      const isOther = testimony.firstShop !== shopNumber || testimony.lastShop !== shopNumber;
      if (testimony.appNumber !== appNumber || !isOther) continue;
      const key = priceKey(testimony.plan, { units: BigInt(testimony.price), currency: testimony.currency });
      answers.set(key, (answers.get(key) ?? new Set()).add(testimony.billingInterval));
    }
    const agreed = [...answers].flatMap(([key, [first, ...others]]) =>
      first !== undefined && others.length === 0 ? [[key, first] as const] : [],
    );
    return { intervalElsewhere: new Map(agreed) };
  }

  /** Marks the pairs that had to guess and would now be told something else. True when there are any. */
  async markMisinformed(tenant: Tenant, connectionId: string): Promise<boolean> {
    const after = await readTestimony(tenant, connectionId, this.prices);
    const known = new Set(this.before.map(said));
    const now = new Set(after.map(said));
    const changed = [...this.before, ...after].filter((one) => !known.has(said(one)) || !now.has(said(one)));
    if (changed.length === 0) return false;
    const guessing = await readGuessing(tenant, connectionId, distinct(changed));
    await markPairs(tenant, connectionId, guessing);
    return guessing.length > 0;
  }
}

function said({ appNumber, plan, currency, price, billingInterval, firstShop, lastShop }: Testimony): string {
  return JSON.stringify([appNumber, plan, currency, price, billingInterval, firstShop, lastShop]);
}

function pricesIn(pairs: readonly Pair[], rows: ReadonlyMap<string, readonly FoldRow[]>): PlanPrice[] {
  return pairs.flatMap((pair) =>
    (rows.get(pairKey(pair)) ?? []).flatMap((row) => {
      if (row.source !== 'event' || row.chargeKind !== 'subscription' || row.plan === null || row.amount === null)
        return [];
      const { units, currency } = row.amount;
      return [{ appNumber: pair.appNumber, plan: row.plan, currency, price: units.toString() }];
    }),
  );
}

function distinct(prices: readonly PlanPrice[]): PlanPrice[] {
  return [...new Map(prices.map((one) => [`${one.appNumber} ${one.currency} ${one.price} ${one.plan}`, one])).values()];
}

/** Prices that the pairs' charges had until now: a corrected row may take one away. */
async function storedPrices({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<PlanPrice[]> {
  return sql<PlanPrice[]>`
    select distinct app_number, plan, currency, price
    from merchant_charges
    join unnest(
      ${pairs.map(({ appNumber }) => appNumber)}::bigint[],
      ${pairs.map(({ shopNumber }) => shopNumber)}::bigint[]
    ) as p (app_number, shop_number) using (app_number, shop_number)
    where connection_id = ${connectionId} and plan is not null and price is not null and not test
  `;
}

async function readTestimony(
  { sql }: Tenant,
  connectionId: string,
  prices: readonly PlanPrice[],
): Promise<Testimony[]> {
  if (prices.length === 0) return [];
  return sql<Testimony[]>`
    select
      app_number, plan, currency, price, billing_interval, min(shop_number) as first_shop, max(shop_number) as last_shop
    from merchant_charges
    join ${listed(sql, prices)} using (app_number, plan, currency, price)
    where connection_id = ${connectionId} and plan is not null and not test and interval_rule = ${BY_SALE}
    group by app_number, plan, currency, price, billing_interval
  `;
}

async function readGuessing({ sql }: Tenant, connectionId: string, prices: readonly PlanPrice[]): Promise<Pair[]> {
  return sql<Pair[]>`
    select distinct app_number, shop_number
    from merchant_charges
    join ${listed(sql, prices)} using (app_number, plan, currency, price)
    where connection_id = ${connectionId} and plan is not null and not test and interval_rule = any (${GUESSED})
  `;
}

function listed(sql: Tenant['sql'], prices: readonly PlanPrice[]) {
  return sql`
    unnest(
      ${prices.map(({ appNumber }) => appNumber)}::bigint[],
      ${prices.map(({ plan }) => plan)}::text[],
      ${prices.map(({ currency }) => currency)}::text[],
      ${prices.map(({ price }) => price)}::numeric[]
    ) as listed (app_number, plan, currency, price)
  `;
}
