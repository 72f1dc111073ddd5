import type { Instant } from '../../../values/instant.js';
import { instantToMicros } from '../../../values/instant.js';
import type { ShopRecord } from '../../ledger/rows.js';
import { Random } from '../../random.js';
import { type Organization, World } from '../../world.js';
import { type Draft, number } from '../drafts.js';
import { DAY, wholeSecond } from '../time.js';
import { bookkeeping } from './bookkeeping.js';
import { type AppName, apps, type Currency } from './catalogue.js';
import { Life } from './life.js';
import { redactedShop, reviewShop, shop } from './names.js';
import { stories } from './stories/all.js';
import type { Story } from './stories/story.js';
import { DemoStream } from './stream.js';

/** What `npm start` connects to: a Partner organization that exists only here. */
export const DEMO_ORGANIZATION_ID = '1234567';
/** A value for demonstrations, known to everyone: it opens nothing but this simulator. */
export const DEMO_TOKEN = 'prtapi_demo_00000000000000000000000000001234567';

export interface WorldOptions {
  readonly seed: string;
  /** The world's today. Two years lie before it; time goes on after it. */
  readonly anchor: Instant;
}

// Subscriptions are billed so far ahead; what lies in the future becomes visible when its time comes.
const HORIZON_DAYS = 180;
const FIRST_IDS = { transaction: 400_000_001, event: 1 };

/** The demonstration world: the same seed and anchor give the same rows, to the last digit, for ever. */
export function demoWorld(options: WorldOptions): World {
  const world = new World();
  const organization = world.found(DEMO_ORGANIZATION_ID);
  organization.issue(DEMO_TOKEN);
  populate(organization, options);
  return world;
}

function populate(organization: Organization, { seed, anchor: today }: WorldOptions): void {
  const anchor = wholeSecond(instantToMicros(today));
  const records = {
    parcel: apps.parcel(),
    loyalty: apps.loyalty(),
    stockroom: apps.stockroom(),
    ribbon: apps.ribbon(),
  };
  const merchants = stories.flatMap((story) => Array.from({ length: story.merchants }, () => story));
  const lives = merchants.flatMap((story, index) => {
    const own = shopOf(story, index);
    const random = new Random(`${seed} merchant ${index}`);
    const currency = currencyOf(random);
    const begin = (app: AppName, part: number): Life =>
      new Life({
        app: records[app],
        shop: own,
        currency,
        random,
        anchor,
        horizon: anchor + HORIZON_DAYS * DAY,
        firstCharge: 26_000_000_000 + index * 10_000 + part * 5000,
      });
    const told = [begin(story.app, 0)];
    const elsewhere = (app: AppName): Life => {
      const life = begin(app, told.length);
      told.push(life);
      return life;
    };
    const [first] = told;
    if (first) story.tell(first, elsewhere);
    return told;
  });
  const rows: Draft[] = lives.flatMap((life) => life.told());
  // Merchants of this app are on contracts of Shopify App Pricing, which the older feeds tell as well.
  const onContracts = lives.filter(({ cast }) => cast.app === records.loyalty);
  for (const contract of onContracts.flatMap((life) => life.contracts())) organization.ledger.contracts.add(contract);
  const shops = lives.map(({ cast }) => cast.shop);
  organization.ledger.load(number([...rows, ...bookkeeping(seed, anchor, shops)], FIRST_IDS));
  const regulars = lives.filter(({ rows: own }) => own.some(isUsage)).map(({ cast }) => cast);
  organization.follow(new DemoStream({ seed, anchor, apps: records, regulars }));
}

function isUsage(row: Draft): boolean {
  return row.feed === 'event' && row.type === 'USAGE_CHARGE_APPLIED';
}

function shopOf(story: Story, index: number): ShopRecord {
  if (story.shop === 'redacted') return redactedShop(index);
  return story.shop === 'reviewer' ? reviewShop(index) : shop(index);
}

function currencyOf(random: Random): Currency {
  const share = random.next();
  if (share < 0.03) return 'JPY';
  return share < 0.28 ? 'EUR' : 'USD';
}
