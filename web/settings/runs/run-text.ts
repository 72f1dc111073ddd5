import { isBusy } from '../../shared/api/polling.js';
import type { Connection, Run } from '../../shared/api/types.js';
import { formatClock, formatDuration, formatMoment } from '../../shared/format/time.js';
import type { Tone } from '../../shared/ui/badge.js';
import { messages } from './messages.en.js';

export type RunOutcome = keyof typeof messages.outcomes;

export interface ShownRun {
  readonly run: Run;
  readonly outcome: RunOutcome;
}

export const RUN_TONE: Record<RunOutcome, Tone> = {
  ok: 'neutral',
  more: 'info',
  running: 'info',
  waiting: 'info',
  failed: 'critical',
  cancelled: 'neutral',
  cut_off: 'neutral',
};

/** Each with what it came to. Only the newest can be under way, and only while its connection is. */
export function shownRuns(runs: readonly Run[], connection: Connection): readonly ShownRun[] {
  const current: RunOutcome =
    connection.status !== 'connected' || !isBusy(connection)
      ? 'cut_off'
      : connection.phase === 'waiting'
        ? 'waiting'
        : 'running';
  return runs.map((run, place) => ({ run, outcome: run.outcome ?? (place === 0 ? current : 'cut_off') }));
}

/** When it began: by the clock, and with the day where that was not today. */
export function runTime({ startedAt }: Run, nowMs: number): string {
  const isToday = new Date(startedAt).toDateString() === new Date(nowMs).toDateString();
  return isToday ? formatClock(startedAt) : formatMoment(startedAt);
}

/** What one sync did: kind, how long it took, what it brought. */
export function runFacts({ kind, startedAt, endedAt, rows, newRows }: Run): readonly string[] {
  const { kinds, counts } = messages;
  const durations = endedAt === null ? [] : [durationText(Date.parse(endedAt) - Date.parse(startedAt))];
  return [kinds[kind], ...durations, counts(rows, newRows)];
}

function durationText(durationMs: number): string {
  return durationMs < 1_000 ? messages.shortly : formatDuration(durationMs);
}

/** Why it came to that; null where there is nothing to explain. */
export function runReason({ error }: Run, outcome: RunOutcome): string | null {
  const { reasons } = messages;
  if (error !== null) return runErrorText(error);
  return outcome in reasons ? reasons[outcome as keyof typeof reasons] : null;
}

/** Codes may come that this page does not know yet: they are ours to look at. */
export function runErrorText(code: string): string {
  const { errors } = messages;
  return isKnown(code) ? errors[code] : errors.internal;
}

function isKnown(code: string): code is keyof typeof messages.errors {
  return code in messages.errors;
}
