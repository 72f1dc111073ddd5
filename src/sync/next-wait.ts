/**
 * Milliseconds until the next sync, counted from when this one was due rather than from when it began: after an outage
 * connections keep the distances that they had before it, instead of all coming again as they were made up for. At least
 * half the wait; one that is too late for that lets a turn pass.
 * @param plannedMs the wait of one that was not late
 * @param lateMs null when nobody knows
 */
export function nextWait(plannedMs: number, intervalMs: number, lateMs: number | null): number {
  const waitMs = plannedMs - (Math.max(0, lateMs ?? 0) % intervalMs);
  return Math.round(waitMs >= plannedMs / 2 ? waitMs : waitMs + intervalMs);
}
