import { plusMs, type Instant } from '../instant.js';
import { DAY_MS } from './durations.js';
import { freezeAt, type Life } from './life.js';

/**
 * A closed or paused shop usually freezes its charges too. A freeze within a day either side that has not been
 * lifted means frozen, not lost.
 * Rule: Install state, `RELATIONSHIP_DEACTIVATED`.
 * @param standing lives of the pair that are neither ended nor lost at that moment
 */
export function isFreeze(deactivatedAt: Instant, standing: readonly Life[]): boolean {
  const dayBefore = plusMs(deactivatedAt, -DAY_MS);
  const dayAfter = plusMs(deactivatedAt, DAY_MS);
  return standing.some((life) => {
    const freeze = freezeAt(life);
    if (freeze !== null) return freeze.from.at >= dayBefore;
    return life.charge.events.some(
      ({ type, at }) => type === 'SUBSCRIPTION_CHARGE_FROZEN' && deactivatedAt < at && at <= dayAfter,
    );
  });
}
