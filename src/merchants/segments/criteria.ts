import type { MerchantStatus, RiskLevel } from '../../contract/merchant-words.js';
import { type Day, plusDays, startOf } from '../../values/day.js';
import type { Instant } from '../../values/instant.js';
import { formatUnits, fractionDigits, parseUnits, type Units } from '../../values/money.js';

/** Days, UTC, the last one included; one of the two is there. */
export interface DayRange {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/** What is asked of one app of a merchant. Whatever is there has to be met; of a list one is enough. */
export interface Criteria {
  readonly statuses?: readonly MerchantStatus[] | undefined;
  readonly plans?: readonly string[] | undefined;
  readonly appNumbers?: readonly string[] | undefined;
  /** The app's MRR in this currency as it is shown, bounds included; one of the two is there. */
  readonly mrr?:
    { readonly currencyCode: string; readonly from?: string | undefined; readonly to?: string | undefined } | undefined;
  /** It is in a trial that ends within so many days from now. */
  readonly trialEndsWithinDays?: number | undefined;
  /** Its last installation. */
  readonly installed?: DayRange | undefined;
  /** It is churned since then: see `meeting_criteria`. */
  readonly left?: DayRange | undefined;
  readonly risks?: readonly RiskLevel[] | undefined;
}

/** The columns of `segments` that `meeting_criteria` compares; null where nothing is asked. */
export interface CriteriaColumns {
  readonly statuses: string[] | null;
  readonly plans: string[] | null;
  readonly appNumbers: string[] | null;
  readonly mrrCurrency: string | null;
  readonly mrrFrom: string | null;
  readonly mrrTo: string | null;
  /** An interval, as Postgres reads one. */
  readonly trialWithin: string | null;
  readonly installedFrom: Instant | null;
  readonly installedBefore: Instant | null;
  readonly leftFrom: Instant | null;
  readonly leftBefore: Instant | null;
  readonly risks: string[] | null;
}

export function criteriaColumns(criteria: Criteria): CriteriaColumns {
  const { statuses, plans, appNumbers, mrr, trialEndsWithinDays, installed, left, risks } = criteria;
  return {
    statuses: statuses === undefined ? null : [...statuses],
    plans: plans === undefined ? null : [...plans],
    appNumbers: appNumbers === undefined ? null : [...appNumbers],
    mrrCurrency: mrr?.currencyCode ?? null,
    mrrFrom: mrr?.from === undefined ? null : leastShownAs(mrr.from, mrr.currencyCode),
    mrrTo: mrr?.to === undefined ? null : mostShownAs(mrr.to, mrr.currencyCode),
    trialWithin: trialEndsWithinDays === undefined ? null : `${trialEndsWithinDays} days`,
    installedFrom: startOfRange(installed),
    installedBefore: endOfRange(installed),
    leftFrom: startOfRange(left),
    leftBefore: endOfRange(left),
    risks: risks === undefined ? null : [...risks],
  };
}

/** Whether amounts of the currency are shown with all digits of this one. */
export function isShowable(amount: string, currencyCode: string): boolean {
  const units = parseUnits(amount);
  return units !== null && units >= 0n && parseUnits(formatUnits(units, currencyCode)) === units;
}

/** Whether no amount is in between. Both are showable. */
export function isBackward({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean {
  return from !== undefined && to !== undefined && unitsOf(from) > unitsOf(to);
}

/** Amounts are compared as they are shown, so that nobody wonders: a twelfth of 100.00 is 8.33 to who reads it. */
function leastShownAs(amount: string, currencyCode: string): string {
  return (unitsOf(amount) - halfStep(currencyCode)).toString();
}

function mostShownAs(amount: string, currencyCode: string): string {
  return (unitsOf(amount) + halfStep(currencyCode) - 1n).toString();
}

/** Half of the smallest amount that is shown: from there on is rounded up. It is a whole number for every currency. */
function halfStep(currencyCode: string): Units {
  return unitsOf('1') / 10n ** BigInt(fractionDigits(currencyCode)) / 2n;
}

function unitsOf(amount: string): Units {
  return parseUnits(amount) ?? 0n;
}

function startOfRange(range: DayRange | undefined): Instant | null {
  return range?.from === undefined ? null : startOf(range.from);
}

function endOfRange(range: DayRange | undefined): Instant | null {
  return range?.to === undefined ? null : startOf(plusDays(range.to, 1));
}
