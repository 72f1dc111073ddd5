import { type Instant, parseInstant, plusMs } from '../../../values/instant.js';
import type { Life } from '../charges/life.js';
import type { Schedule } from '../stated/statements.js';
import { DAY_MS } from '../words/durations.js';
import { order } from '../words/order-at-one-instant.js';
import type { HistoryLine } from './history-line.js';

/** That a life is to end, while it goes on. */
export interface ScheduledCancellation {
  /** The UTC day. */
  readonly on: string;
  /** From then on nothing is announced any more. */
  readonly isOverAt: Instant;
  /** The first of those in a row that say so. */
  readonly saidBy: Schedule;
}

/**
 * On which day a life is to end, by the last that spoke of it, until that day is over.
 * Rule: What Shopify states, "Scheduled cancellation".
 */
export function scheduledCancellation(life: Life, asOf: Instant): ScheduledCancellation | null {
  const own = schedulesOf(life).filter((schedule) => !isTakenBack(schedule, life));
  const on = own.at(-1)?.on ?? null;
  const saidBy = own[own.findLastIndex((schedule) => schedule.on !== on) + 1];
  const day = on === null ? null : parseInstant(`${on}T00:00:00Z`);
  const isOverAt = day && plusMs(day, DAY_MS);
  if (on === null || saidBy === undefined || isOverAt === null || isOverAt <= asOf) return null;
  return { on, isOverAt, saidBy };
}

/** One line for each day that is told, dated by the first row in a row that says so. It moves nothing. */
export function scheduledCancellationLines(lives: readonly Life[]): HistoryLine[] {
  return lives.flatMap((life) => {
    const own = schedulesOf(life);
    const { number, plan } = life.charge;
    return own.flatMap(({ at, id, on }, index): HistoryLine[] => {
      const before = own[index - 1];
      if (on === null || (before?.on === on && !isTakenBack(before, life, at))) return [];
      return [
        {
          at,
          order: order.rest,
          chargeNumber: number,
          type: 'cancellation_scheduled',
          key: `${number} ${on}`,
          plan,
          rule: 'scheduled cancellation',
          confidence: 'stated',
          evidence: [id],
          cancelsOn: on,
        },
      ];
    });
  });
}

function schedulesOf({ charge, start, end }: Life): readonly Schedule[] {
  return charge.schedules.filter(({ at }) => start.at <= at && (end === null || at < end.at));
}

function isTakenBack(schedule: Schedule, { charge }: Life, until?: Instant): boolean {
  return charge.activations.some(({ at }) => schedule.at < at && (until === undefined || at <= until));
}
