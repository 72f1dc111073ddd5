import type { Run } from '../../shared/api/types.js';
import { formatDuration } from '../../shared/format/time.js';
import type { Tone } from '../../shared/ui/badge.js';
import { messages } from '../messages.en.js';

export type RunOutcome = NonNullable<Run['outcome']> | 'running';

export const outcomeOf = ({ outcome }: Run): RunOutcome => outcome ?? 'running';

export const RUN_TONE: Record<RunOutcome, Tone> = {
  ok: 'neutral',
  more: 'info',
  running: 'info',
  failed: 'critical',
  cancelled: 'neutral',
};

/** What one sync did: kind, how long it took, what it brought. */
export function runFacts({ kind, startedAt, endedAt, rows, newRows }: Run): readonly string[] {
  const { kinds, counts } = messages.runs;
  const durations = endedAt === null ? [] : [durationText(Date.parse(endedAt) - Date.parse(startedAt))];
  return [kinds[kind], ...durations, counts(rows, newRows)];
}

function durationText(durationMs: number): string {
  return durationMs < 1_000 ? messages.runs.shortly : formatDuration(durationMs);
}

/** Codes may come that this page does not know yet: they are ours to look at. */
export function runErrorText(code: string): string {
  const { errors } = messages.runs;
  return isKnown(code) ? errors[code] : errors.internal;
}

function isKnown(code: string): code is keyof typeof messages.runs.errors {
  return code in messages.runs.errors;
}
