import { plusMs, type Instant } from '../../../values/instant.js';
import { DAY_MS } from '../words/durations.js';
import { cycleMs } from '../charges/interval.js';
import type { Life } from '../lives/life.js';

/** A first bill up to two days away is no trial: dates are cut to midnight. */
const SHORTEST_TRIAL_MS = 2 * DAY_MS;
const YEAR_AHEAD_MS = 360 * DAY_MS;
/** A monthly plan whose first bill is further away than a cycle and a bit has a trial before it. */
const LONGER_THAN_A_CYCLE_MS = 32 * DAY_MS;

/**
 * When the trial that an activation's first billing date betrays would end; null when the date is that of an
 * ordinary cycle. These feeds state no trial: a 30-day trial of a monthly plan cannot be told from a paid cycle.
 * Rule: Trials, first paragraph.
 */
export function trialWindowEnd({ charge, start, m }: Life): Instant | null {
  if (start.source !== 'event' || start.billingOn === null || m.units === 0n) return null;
  const { interval } = charge.interval;
  const { at, billingOn } = start;
  if (billingOn <= plusMs(at, SHORTEST_TRIAL_MS)) return null;
  const isYearAhead = billingOn >= plusMs(at, YEAR_AHEAD_MS);
  const isShort = billingOn < plusMs(at, cycleMs(interval) - DAY_MS) && !(interval === 'ANNUAL' && isYearAhead);
  const isLong =
    interval === 'EVERY_30_DAYS' &&
    billingOn >= plusMs(at, LONGER_THAN_A_CYCLE_MS) &&
    billingOn <= plusMs(at, YEAR_AHEAD_MS);
  return isShort || isLong ? billingOn : null;
}
