import { type Instant, plusMs } from '../../../values/instant.js';
import { cycleMs } from '../charges/interval.js';
import { DAY_MS, MINUTE_MS, MISSED_BILL_MS, SETTLEMENT_LAG_MS } from '../words/durations.js';
import { compareNumbers } from '../words/order-at-one-instant.js';
import type { FoldTransaction } from '../words/rows.js';

/** A plan's old charge is cancelled up to that long after the new one began. Rule: First, pair the charges. */
const LATE_CANCEL_MS = DAY_MS;

/**
 * Which charges are on while the rows are walked, as far as it takes to say of which one a row without a number speaks.
 * The rules of lives decide what that means; here a charge is rather on than not, so that no contract is made beside it.
 * Rule: What Shopify states, "Of which charge".
 */
export class ChargesOn {
  /** In the order they started; with until when its sales keep one that nothing but sales shows. */
  private readonly on = new Map<string, { readonly silentAt: Instant | null }>();
  private readonly begunOrEnded = new Set<string>();
  /** What was replaced or lost last: its own cancel may follow. */
  private lately: { readonly number: string | null; readonly until: Instant } | null = null;

  /** @param sales above zero by charge, in time's order */
  constructor(private readonly sales: ReadonlyMap<string, readonly FoldTransaction[]>) {}

  has(number: string): boolean {
    return this.on.has(number);
  }

  /** Whether nothing else is. */
  isOnly(number: string, at: Instant): boolean {
    return this.newest(at) === number && this.on.size === 1;
  }

  /** Whether a row has activated or cancelled it. */
  isKnown(number: string): boolean {
    return this.begunOrEnded.has(number);
  }

  /** What started last of those that are on. */
  newest(at: Instant): string | null {
    for (const [number, { silentAt }] of this.on) if (silentAt !== null && silentAt < at) this.on.delete(number);
    return [...this.on.keys()].at(-1) ?? null;
  }

  activated(number: string, at: Instant): void {
    this.begunOrEnded.add(number);
    this.start(number, at, null);
  }

  /** A first sale shows life, but not beside a newer charge. Rule: Then, charge by charge, "A sale is evidence of life". */
  sold(number: string, at: Instant): void {
    const newest = this.newest(at);
    if (this.isKnown(number) || this.on.has(number)) return;
    if (newest !== null && compareNumbers(newest, number) > 0) return;
    const last = this.sales.get(number)?.at(-1);
    if (last === undefined) return;
    this.start(number, at, plusMs(last.at, cycleMs(last.interval ?? 'EVERY_30_DAYS') + SETTLEMENT_LAG_MS));
  }

  cancelled(number: string): void {
    this.begunOrEnded.add(number);
    this.on.delete(number);
    if (this.lately?.number === number) this.lately = null;
  }

  /** All that was on is over, but what still bills when no older bill can be left. Rule: Install state, "unbroken". */
  uninstalled(at: Instant): void {
    const newest = this.newest(at);
    if (newest !== null) this.lately = { number: newest, until: plusMs(at, MINUTE_MS) };
    for (const number of this.on.keys()) if (!this.billsAfter(number, at, SETTLEMENT_LAG_MS)) this.on.delete(number);
  }

  /** A contract goes on in another one: a cancel that follows is of what it was before, and ends nothing. */
  renewed(at: Instant): void {
    this.lately = { number: null, until: plusMs(at, LATE_CANCEL_MS) };
  }

  /** Of which charge a cancel without a number is: of what was replaced or lost just before, else of what is on. */
  cancelledBy(at: Instant): string | null {
    const { lately } = this;
    this.lately = null;
    return lately !== null && at <= lately.until ? lately.number : this.newest(at);
  }

  private start(number: string, at: Instant, silentAt: Instant | null): void {
    const before = this.newest(at);
    if (before !== null && before !== number) this.lately = { number: before, until: plusMs(at, LATE_CANCEL_MS) };
    for (const other of this.on.keys()) if (!this.billsAfter(other, at, MISSED_BILL_MS)) this.on.delete(other);
    this.on.delete(number);
    this.on.set(number, { silentAt });
  }

  private billsAfter(number: string, at: Instant, ms: number): boolean {
    return this.sales.get(number)?.some((sale) => sale.at > plusMs(at, ms)) === true;
  }
}
