import type { WorkDone } from './work-meter.js';

export interface QueueFacts {
  readonly queue: string;
  readonly work: WorkDone;
  /** Something of this queue should have been done long ago, and nothing of its kind is in time anywhere. */
  readonly isOverdue: boolean;
}

/** What is known of a worker process; instants by the process's own clock. */
export interface HealthFacts {
  readonly nowMs: number;
  readonly postgresAnsweredAtMs: number;
  /** Temporal answered, and had heard each of the process's workers ask for work. */
  readonly temporalHeardUsAtMs: number;
  readonly queues: readonly QueueFacts[];
}

/** What heals by itself does so within half a minute. */
const UNREACHABLE_MS = 60_000;
/** Longer than any activity may take, which is two minutes. What is due is late when it is later than this. */
export const STUCK_MS = 3 * 60_000;

/** Why a worker is not well, for the operator; empty when it is. It is well when it works, not merely when it runs. */
export function judgeHealth({ nowMs, postgresAnsweredAtMs, temporalHeardUsAtMs, queues }: HealthFacts): string[] {
  const complaints: string[] = [];
  if (nowMs - postgresAnsweredAtMs > UNREACHABLE_MS) complaints.push('Postgres does not answer.');
  if (nowMs - temporalHeardUsAtMs > UNREACHABLE_MS) complaints.push('Temporal does not answer, or has not heard us.');
  for (const { queue, work, isOverdue } of queues) {
    if (nowMs - work.endedAtMs <= STUCK_MS) continue;
    if (work.oldestRunningAtMs !== null && nowMs - work.oldestRunningAtMs > STUCK_MS) {
      complaints.push(`${queue}: what was begun does not end.`);
    } else if (isOverdue) complaints.push(`${queue}: what is due is not begun.`);
  }
  return complaints;
}
