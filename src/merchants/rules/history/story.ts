import type { Amount, StatusDetail } from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';
import { shownFirst } from '../../../values/shown-first.js';
import type { Life } from '../charges/life.js';
import type { Course } from '../trials/trials.js';
import type { HistoryLine } from './history-line.js';

/** A life that is not over, at one moment of the story. */
export interface LifeState {
  readonly course: Course;
  isFrozen: boolean;
  /** The shop's account is closed: counts as ended until it returns. */
  isLost: boolean;
  /** Out of its trial: carries *m* while live. */
  counts: boolean;
}

/** What the life adds to MRR at this moment. Rule: Words, *live*, *m*. */
export function carried({ course, isFrozen, isLost, counts }: LifeState): Amount {
  const { m } = course.life;
  return isFrozen || isLost || !counts ? { units: 0n, currency: m.currency } : m;
}

/** Why charges were over, for a merchant who has none left. */
export type EndDetail = Exclude<StatusDetail, 'free' | 'usage'>;

export interface Loss {
  readonly at: Instant;
  readonly detail: EndDetail;
  readonly courses: readonly Course[];
}

/** A pair's history while it is told, moment by moment in the one order: the lines so far, and what is standing. */
export class Story {
  readonly lines: HistoryLine[] = [];
  /** Deactivated at a loss, and not lifted since. */
  isDeactivated = false;
  firstSubscribedAt: Instant | null = null;
  lastLoss: Loss | null = null;
  private readonly lives = new Map<Life, LifeState>();
  private readonly firstPaidAt: Instant | null;

  /** @param firstPaidAt whoever paid has subscribed, even where no charge was ever seen alive */
  constructor(firstPaidAt: Instant | null) {
    this.firstPaidAt = firstPaidAt;
  }

  add(...lines: readonly HistoryLine[]): void {
    this.lines.push(...lines);
  }

  begin(course: Course): LifeState {
    const standing: LifeState = { course, isFrozen: false, isLost: false, counts: false };
    this.lives.set(course.life, standing);
    return standing;
  }

  find(life: Life): LifeState | null {
    return this.lives.get(life) ?? null;
  }

  /** From now on the life counts; the first one ever is the merchant's first subscription. */
  count(standing: LifeState, at: Instant): void {
    standing.counts = true;
    this.firstSubscribedAt ??= at;
  }

  remove(life: Life): void {
    this.lives.delete(life);
  }

  /** Lives that are live or frozen now, without the given one; lost ones count as ended. */
  others(life: Life | null): LifeState[] {
    return this.all().filter((standing) => !standing.isLost && standing.course.life !== life);
  }

  all(): LifeState[] {
    return [...this.lives.values()];
  }

  /** A trial that never converted is not a subscription. Rule: Then, charge by charge, second row. */
  hasSubscribedBefore(at: Instant): boolean {
    return this.firstSubscribedAt !== null || (this.firstPaidAt !== null && this.firstPaidAt < at);
  }

  /** A charge was over; of several at one instant all are kept. Rule: Install state, "Detail follows". */
  lose(at: Instant, detail: EndDetail, ...courses: readonly Course[]): void {
    const together = this.lastLoss?.at === at ? this.lastLoss : null;
    this.lastLoss = {
      at,
      // A trial that had run out before is no reason beside a charge that was lost now.
      detail: detail === 'trial_expired' ? (together?.detail ?? detail) : detail,
      courses: [...(together?.courses ?? []), ...courses],
    };
  }
}

/** Of several charges the one whose plan is shown. Rule: Status shown, last paragraph. */
export function shownCourse(courses: readonly Course[]): Course | null {
  const [shown] = shownFirst(courses, ({ life: { m, start, charge } }) => ({
    m: m.units,
    currency: m.currency,
    startAt: start.at,
    number: charge.number,
  }));
  return shown ?? null;
}
