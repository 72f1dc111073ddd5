import type { Instant } from '../../../values/instant.js';
import type { Line } from './history-line.js';
import type { Life } from '../lives/life.js';
import type { Standing } from './standing.js';
import type { Course } from '../trials/trials.js';
import type { StatusDetail } from '../../../contract/merchant-words.js';

/** Why charges were over, for a merchant who has none left. */
export type EndDetail = Exclude<StatusDetail, 'free' | 'usage'>;

export interface Loss {
  readonly at: Instant;
  readonly detail: EndDetail;
  readonly courses: readonly Course[];
}

/** A pair's history while it is told, moment by moment in the one order: the lines so far, and what is standing. */
export class Story {
  readonly lines: Line[] = [];
  /** Deactivated at a loss, and not lifted since. */
  isDeactivated = false;
  firstSubscribedAt: Instant | null = null;
  lastLoss: Loss | null = null;
  private readonly lives = new Map<Life, Standing>();
  private readonly firstPaidAt: Instant | null;

  /** @param firstPaidAt whoever paid has subscribed, even where no charge was ever seen alive */
  constructor(firstPaidAt: Instant | null) {
    this.firstPaidAt = firstPaidAt;
  }

  add(...lines: readonly Line[]): void {
    this.lines.push(...lines);
  }

  begin(course: Course): Standing {
    const standing: Standing = { course, isFrozen: false, isLost: false, counts: false };
    this.lives.set(course.life, standing);
    return standing;
  }

  find(life: Life): Standing | null {
    return this.lives.get(life) ?? null;
  }

  /** From now on the life counts; the first one ever is the merchant's first subscription. */
  count(standing: Standing, at: Instant): void {
    standing.counts = true;
    this.firstSubscribedAt ??= at;
  }

  remove(life: Life): void {
    this.lives.delete(life);
  }

  /** Lives that are live or frozen now, without the given one; lost ones count as ended. */
  others(life: Life | null): Standing[] {
    return this.all().filter((standing) => !standing.isLost && standing.course.life !== life);
  }

  all(): Standing[] {
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
