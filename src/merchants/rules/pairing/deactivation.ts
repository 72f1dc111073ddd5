import { plusMs, type Instant } from '../../../values/instant.js';
import { DAY_MS } from '../words/durations.js';
import { freezeAt, type Life } from '../lives/life.js';

/**
 * A closed or paused shop usually freezes its charges too. A freeze within a day either side that has not been
 * lifted means frozen, not lost.
 * Rule: Install state, `RELATIONSHIP_DEACTIVATED`.
 * @param standing lives of the pair that are neither ended nor lost at that moment
 */
export function isFreeze(deactivatedAt: Instant, standing: readonly Life[]): boolean {
  const dayBefore = plusMs(deactivatedAt, -DAY_MS);
  return standing.some((life) => {
    const freeze = freezeAt(life);
    return freeze === null ? freezesWithinDay(life, deactivatedAt) : freeze.from.at >= dayBefore;
  });
}

/**
 * What a closed shop pauses without a freeze of its own: nobody pays while it is closed, so where one charge is frozen
 * the others are as well.
 * Rule: Install state, `RELATIONSHIP_DEACTIVATED`, "→ frozen".
 */
export function pausedBy<L extends Life>(deactivatedAt: Instant, standing: readonly L[]): L[] {
  return standing.filter((life) => freezeAt(life) === null && !freezesWithinDay(life, deactivatedAt));
}

function freezesWithinDay({ charge }: Life, deactivatedAt: Instant): boolean {
  const dayAfter = plusMs(deactivatedAt, DAY_MS);
  return charge.events.some(
    ({ type, at }) => type === 'SUBSCRIPTION_CHARGE_FROZEN' && deactivatedAt < at && at <= dayAfter,
  );
}
