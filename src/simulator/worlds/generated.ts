import { type Instant, instantToMicros } from '../../values/instant.js';
import type { AppRecord, ChargeRecord, LedgerEvent, LedgerRow, LedgerTransaction, ShopRecord } from '../ledger/rows.js';
import { Random } from '../random.js';
import { World } from '../world.js';
import { type Split, split } from './prices.js';
import { placeOf, type WorldShape } from './shapes.js';
import { DAY, midnight, MINUTE, wholeSecond } from './time.js';

export interface GeneratedWorldOptions {
  readonly seed: string;
  readonly anchor: Instant;
  readonly organizationId: string;
  readonly token: string;
  readonly apps: number;
  readonly merchants: number;
  readonly transactions: number;
  /** The first two a merchant are its install and its subscription; what is left over is usage. */
  readonly events: number;
  /** How the rows lie in time; evenly unless it is said. */
  readonly shape?: WorldShape;
  /** Of a hundred merchants so many have the first app; the others are dealt out over all apps. */
  readonly firstAppPercent?: number;
  /** How many rows share one instant: real accounts have many that do. */
  readonly rowsPerInstant?: number;
  readonly days?: number;
}

interface Merchant {
  readonly app: AppRecord;
  readonly shop: ShopRecord;
  readonly plan: ChargeRecord;
  readonly chargeId: string;
}

/** A world of any size for benchmarks and load: plain lives in the days before the anchor. */
export function generatedWorld(options: GeneratedWorldOptions): World {
  const { organizationId, token, seed } = options;
  const world = new World();
  const organization = world.found(organizationId);
  organization.issue(token);
  const random = new Random(seed);
  const apps = Array.from({ length: options.apps }, (_, index) => app(index));
  const merchants = Array.from({ length: options.merchants }, (_, index) =>
    newMerchant(index, apps[appIndex(index, options)] ?? app(0), random),
  );
  for (const record of apps) organization.ledger.apps.set(record.number, record);
  const rows: LedgerRow[] = [];
  const eventAt = spread('event', options);
  for (let index = 0; index < options.events; index += 1) {
    const merchant = merchants[index % merchants.length];
    if (merchant) rows.push(event(index, eventAt(index), merchant, Math.floor(index / merchants.length)));
  }
  const amounts = prices.map((minor) => split({ minor, currencyCode: 'USD' }, random));
  const saleAt = spread('transaction', options);
  for (let index = 0; index < options.transactions; index += 1) {
    rows.push(sale(index, saleAt(index), random.pick(merchants), random.pick(amounts)));
  }
  organization.ledger.load(rows);
  return world;
}

// Few prices and one text for each: a million rows share them.
const prices = [900, 1900, 2900, 4900, 7900, 35, 120];

function app(index: number): AppRecord {
  return { number: String(4_000_001 + index), name: `App ${index + 1}`, apiKey: String(index).padStart(32, '0') };
}

function newMerchant(index: number, ownApp: AppRecord, random: Random): Merchant {
  const number = 26_000_000_000 + index;
  const amount = split({ minor: random.pick([1900, 2900, 4900]), currencyCode: 'USD' }, random).grossAmount;
  return {
    app: ownApp,
    shop: {
      number: String(55_000_000_000 + index),
      shopifyNumber: String(61_000_000_000 + index),
      name: `Shop ${index + 1}`,
      myshopifyDomain: `shop-${index + 1}.myshopify.com`,
    },
    plan: { id: `gid://partners/AppSubscription/${number}`, name: 'Pro', amount, test: false, billingOn: null },
    chargeId: `gid://shopify/AppSubscription/${number}`,
  };
}

/** Which app the merchant has. */
function appIndex(merchant: number, { apps, merchants, firstAppPercent = 0 }: GeneratedWorldOptions): number {
  return merchant < (firstAppPercent / 100) * merchants ? 0 : merchant % apps;
}

/** The last of all lies just before the anchor. */
function spread(kind: 'transaction' | 'event', options: GeneratedWorldOptions) {
  const { anchor, days = 730, rowsPerInstant = 1, shape = 'even' } = options;
  const count = kind === 'event' ? options.events : options.transactions;
  const begins = instantToMicros(anchor) - MINUTE - days * DAY;
  return (index: number) => {
    const step = Math.floor(index / rowsPerInstant) * rowsPerInstant;
    return wholeSecond(begins + placeOf(shape, kind, step / count, days * DAY));
  };
}

function event(index: number, at: number, { app: ownApp, shop, plan }: Merchant, round: number): LedgerEvent {
  const usage = { ...plan, id: `gid://partners/AppUsageRecord/${30_000_000_000 + index}`, name: 'Usage' };
  const [type, charge] = (
    [
      ['RELATIONSHIP_INSTALLED', null],
      ['SUBSCRIPTION_CHARGE_ACTIVATED', { ...plan, billingOn: midnight(at + 30 * DAY) }],
    ] as const
  )[round] ?? ['USAGE_CHARGE_APPLIED', usage];
  return {
    feed: 'event',
    type,
    at,
    tie: index + 1,
    visibleAt: at,
    app: ownApp,
    shop,
    charge,
    reason: null,
    description: null,
  };
}

// Written out: spreading the plain fields into a million rows takes many times as long.
function sale(index: number, at: number, { app: ownApp, shop, chargeId }: Merchant, amounts: Split): LedgerTransaction {
  const recurring = index % 3 === 0;
  return {
    feed: 'transaction',
    typename: recurring ? 'AppSubscriptionSale' : 'AppUsageSale',
    at,
    tie: 400_000_001 + index,
    visibleAt: at,
    app: ownApp,
    shop,
    chargeId,
    billingInterval: recurring ? 'EVERY_30_DAYS' : null,
    grossAmount: amounts.grossAmount,
    shopifyFee: amounts.shopifyFee,
    netAmount: amounts.netAmount,
    category: null,
    taxType: null,
    themeName: null,
  };
}
