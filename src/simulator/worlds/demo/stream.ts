import type { AppRecord, LedgerRow } from '../../ledger/rows.js';
import { Random } from '../../random.js';
import type { RowStream } from '../../world.js';
import { number } from '../drafts.js';
import { DAY, HOUR, MINUTE, SECOND } from '../time.js';
import { type AppName, plans } from './catalogue.js';
import { type Cast, Life } from './life.js';
import { shop } from './names.js';

// Together about one row every half minute: enough to watch, and a year of it is still a small account.
const USAGE_EVERY = 38 * SECOND;
const NEWCOMER_EVERY = 20 * MINUTE;

interface StreamOptions {
  readonly seed: string;
  readonly anchor: number;
  readonly apps: Readonly<Record<AppName, AppRecord>>;
  /** Merchants whose usage never ends. */
  readonly regulars: readonly Cast[];
}

/**
 * Life after the world's today: regulars are charged for usage, newcomers install, subscribe, change their mind and
 * mostly leave. The n-th happening depends on the seed, the anchor and n alone, so a restarted simulator tells the same.
 */
export class DemoStream implements RowStream {
  private readonly usage: Ticks;
  private readonly newcomers: Ticks;

  constructor(private readonly options: StreamOptions) {
    this.usage = new Ticks(options.anchor, USAGE_EVERY);
    this.newcomers = new Ticks(options.anchor, NEWCOMER_EVERY);
  }

  *until(now: number): Generator<LedgerRow> {
    for (const tick of this.usage.until(now)) yield* this.use(tick);
    for (const tick of this.newcomers.until(now)) yield* this.arrive(tick);
  }

  private use({ index, from }: Tick): LedgerRow[] {
    const random = new Random(`${this.options.seed} usage ${index}`);
    const life = new Life({
      ...random.pick(this.options.regulars),
      ...endless,
      random,
      firstCharge: 40_000_000_000 + index,
    });
    const updates = random.between(5, 60);
    life.use(from + random.between(0, 25) * SECOND, `${updates} stock updates`, updates * 3);
    return number(life.told(), { transaction: 900_000_000 + index, event: 1_000_000_000 + index });
  }

  private arrive({ index, from }: Tick): LedgerRow[] {
    const { seed, apps, anchor } = this.options;
    const random = new Random(`${seed} newcomer ${index}`);
    const at = from + random.between(0, 600) * SECOND;
    const life = new Life({
      app: apps.parcel,
      shop: shop(10_000 + index),
      currency: random.pick(['USD', 'USD', 'EUR']),
      random,
      anchor,
      horizon: at + 180 * DAY,
      firstCharge: 50_000_000_000 + index * 100,
    });
    visit(life, at);
    return number(life.told(), { transaction: 5_000_000_000 + index * 100, event: 2_000_000_000 + index * 100 });
  }
}

const endless = { horizon: Infinity };

/** A newcomer's first day. Most leave within it, so that the demonstration does not grow without end. */
function visit(life: Life, at: number): void {
  const { random } = life;
  life.install(at);
  if (random.chance(0.25)) return life.uninstall(life.soonAfter(at, 5 * MINUTE, HOUR));
  const [first, second] = random.chance(0.5)
    ? [plans.parcelStarter, plans.parcelGrowth]
    : [plans.parcelGrowth, plans.parcelScale];
  const charge = life.subscribe(life.soonAfter(at, MINUTE, 5 * MINUTE), first);
  const last = random.chance(0.3) ? charge.changeTo(second, life.soonAfter(at, 8 * MINUTE, 30 * MINUTE)) : charge;
  if (random.chance(0.2)) return;
  const end = life.soonAfter(at, 40 * MINUTE, 20 * HOUR);
  if (random.chance(0.5)) last.cancel(end);
  life.uninstall(end);
}

interface Tick {
  readonly index: number;
  readonly from: number;
}

/** Hands out each tick once, when its time has come. */
class Ticks {
  private next = 0;

  constructor(
    private readonly start: number,
    private readonly every: number,
  ) {}

  *until(now: number): Generator<Tick> {
    for (; this.start + (this.next + 1) * this.every <= now; this.next += 1) {
      yield { index: this.next, from: this.start + this.next * this.every };
    }
  }
}
