import type { BillingInterval, SortOrder } from '../../../contract/merchant-words.js';
import type { IntervalRule } from '../../../contract/rule-names.js';
import type { Tenant } from '../../../postgres/tenant.js';
import { eachOf, type Pair, pairKey } from '../../pairs.js';
import { type Hints, noHints, type PriceKey, priceKey } from '../../rules/charges/interval.js';
import type { RawRow } from '../../rules/words/rows.js';
import { markPairs } from './due-pairs.js';
import type { PlanIntervals } from './plan-intervals.js';

/** A plan of an app at a list price, in exact units. */
export interface PlanPrice {
  readonly appNumber: string;
  readonly plan: string;
  readonly currency: string;
  readonly price: string;
}

/** What the sales of at least one shop say of it. */
interface Testimony extends PlanPrice {
  readonly billingInterval: BillingInterval;
  /** First and last number of the shops that say so: enough to tell whether one other than a given shop does. */
  readonly firstShop: string;
  readonly lastShop: string;
}

const BY_SALE: IntervalRule = 'interval: its latest sale';
const GUESSED: readonly IntervalRule[] = [
  'interval: other shops’ sales',
  'interval: billed a year ahead after an annual charge',
  'interval: every 30 days',
];

/** What the pairs of one batch are told of other shops; and, once the batch is stored, who has to be told anew. */
export class OtherShops {
  private readonly prices: readonly PlanPrice[];
  private readonly before: Statements;

  private constructor(prices: readonly PlanPrice[], before: Statements) {
    this.prices = prices;
    this.before = before;
  }

  /** @param prices all that the pairs' charges have, and had when they were last stored */
  static async read(tenant: Tenant, connectionId: string, prices: readonly PlanPrice[]): Promise<OtherShops> {
    const each = [...new Map(prices.map((price) => [priceId(price), price])).values()];
    return new OtherShops(each, await readStatements(tenant, connectionId, each));
  }

  /** Where all other shops agree. Rule: Interval, rung 6. */
  agreedFor({ appNumber, shopNumber }: Pair): ReadonlyMap<PriceKey, BillingInterval> {
    const agreed = this.prices.flatMap((price) => {
      const interval =
        price.appNumber === appNumber ? agreedInterval(this.before.get(priceId(price)), shopNumber) : null;
      if (interval === null) return [];
      return [[priceKey(price.plan, { units: BigInt(price.price), currency: price.currency }), interval] as const];
    });
    return new Map(agreed);
  }

  /** Marks the pairs that had to guess and would now be told something else. True when there are any. */
  async markMisinformed(tenant: Tenant, connectionId: string): Promise<boolean> {
    const after = await readStatements(tenant, connectionId, this.prices);
    const misinformed: Pair[] = [];
    const news: PlanPrice[] = [];
    const isNews = (price: PlanPrice, shopNumber: string | null) =>
      agreedInterval(this.before.get(priceId(price)), shopNumber) !==
      agreedInterval(after.get(priceId(price)), shopNumber);
    for (const price of this.prices) {
      if (isNews(price, null)) news.push(price);
      // To the only shop that says so its own word is none: it may be told something else than all others.
      const speakers = [...(this.before.get(priceId(price)) ?? []), ...(after.get(priceId(price)) ?? [])];
      for (const shopNumber of new Set(speakers.flatMap(({ firstShop, lastShop }) => [firstShop, lastShop]))) {
        if (isNews(price, shopNumber)) misinformed.push({ appNumber: price.appNumber, shopNumber });
      }
    }
    misinformed.push(...(await readGuessing(tenant, connectionId, news)));
    const pairs = [...new Map(misinformed.map((pair) => [pairKey(pair), pair])).values()];
    if (pairs.length > 0) await markPairs(tenant, connectionId, pairs);
    return pairs.length > 0;
  }
}

/** By price, one statement an interval. */
type Statements = ReadonlyMap<string, readonly Testimony[]>;

/** What the shops other than this one say, if with one voice. */
function agreedInterval(statements: readonly Testimony[] = [], shopNumber: string | null): BillingInterval | null {
  const [first, ...others] = statements.filter(
    ({ firstShop, lastShop }) => firstShop !== shopNumber || lastShop !== shopNumber,
  );
  return first !== undefined && others.length === 0 ? first.billingInterval : null;
}

function priceId({ appNumber, plan, currency, price }: PlanPrice): string {
  return `${appNumber} ${currency} ${price} ${plan}`;
}

/** Prices of the pairs' charges. */
export function pricesIn(pairs: readonly Pair[], rows: ReadonlyMap<string, readonly RawRow[]>): PlanPrice[] {
  return pairs.flatMap((pair) =>
    (rows.get(pairKey(pair)) ?? []).flatMap((row) => {
      if (row.source !== 'event' || row.chargeKind !== 'subscription' || row.plan === null || row.amount === null)
        return [];
      const { units, currency } = row.amount;
      return [{ appNumber: pair.appNumber, plan: row.plan, currency, price: units.toString() }];
    }),
  );
}

/** Prices that the pairs' charges had until now: a corrected row may take one away. */
export async function storedPrices(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<PlanPrice[]> {
  return sql<PlanPrice[]>`
    select distinct p.app_number, own.plan, own.currency, own.price
    from ${eachOf(sql, pairs)}
    cross join lateral (
      select plan, currency, price, test
      from merchant_charges c
      where c.connection_id = ${connectionId} and c.app_number = p.app_number and c.shop_number = p.shop_number
      offset 0
    ) as own
    where own.plan is not null and own.price is not null and not own.test
  `;
}

async function readStatements(
  { sql }: Tenant,
  connectionId: string,
  prices: readonly PlanPrice[],
): Promise<Statements> {
  const statements = new Map<string, Testimony[]>();
  if (prices.length === 0) return statements;
  // The two ends of one stretch of the index, however many shops there are in it: row security keeps min and max from
  // being taken like that.
  const end = (direction: SortOrder) => sql`
    (
      select shop_number
      from merchant_charges c
      where c.price_key = listed.price_key and not test and interval_rule = ${BY_SALE}
        and c.billing_interval = i.billing_interval
      order by shop_number ${direction === 'asc' ? sql`asc` : sql`desc`}
      limit 1
    )
  `;
  const rows = await sql<Testimony[]>`
    select *
    from (
      select listed.app_number, plan, currency, price, i.billing_interval, ${end('asc')} as first_shop, ${end('desc')} as last_shop
      from ${pricesTable(sql, connectionId, prices)}
      cross join (values ('EVERY_30_DAYS'), ('ANNUAL')) as i (billing_interval)
      offset 0
    ) as told
    where first_shop is not null
  `;
  for (const row of rows) statements.set(priceId(row), [...(statements.get(priceId(row)) ?? []), row]);
  return statements;
}

async function readGuessing({ sql }: Tenant, connectionId: string, prices: readonly PlanPrice[]): Promise<Pair[]> {
  if (prices.length === 0) return [];
  return sql<Pair[]>`
    select distinct listed.app_number, own.shop_number
    from ${pricesTable(sql, connectionId, prices)}
    cross join lateral (
      select shop_number
      from merchant_charges c
      where c.price_key = listed.price_key and not test and interval_rule = any (${GUESSED})
      offset 0
    ) as own
  `;
}

/** The prices as the rows of a table `listed`, each with the key that charges have of it. */
function pricesTable(sql: Tenant['sql'], connectionId: string, prices: readonly PlanPrice[]) {
  return sql`
    (
      select *, price_key(${connectionId}, app_number, currency, price, plan)
      from unnest(
        ${prices.map(({ appNumber }) => appNumber)}::bigint[],
        ${prices.map(({ plan }) => plan)}::text[],
        ${prices.map(({ currency }) => currency)}::text[],
        ${prices.map(({ price }) => price)}::text[]
      ) as own (app_number, plan, currency, price)
      offset 0
    ) as listed
  `;
}

/** What a pair is told of its plans' intervals by the operator and by other shops. */
export function hintsFor(pair: Pair, planIntervals: PlanIntervals, others: OtherShops): Hints {
  const intervalByOperator = planIntervals.get(pair.appNumber) ?? noHints.intervalByOperator;
  return { intervalByOperator, intervalElsewhere: others.agreedFor(pair) };
}
