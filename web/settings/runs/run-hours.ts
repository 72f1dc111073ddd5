import type { RunHour } from '../../shared/api/types.js';
import { formatList } from '../../shared/format/numbers.js';
import { formatClock } from '../../shared/format/time.js';
import { messages } from './messages.en.js';

export type HourState = 'ok' | 'failed' | 'none';

const HOUR_MS = 3_600_000;
// More than these are no sentence any more.
const MOST_NAMED = 4;

/** The worst of an hour: one failure is what a reader looks for. */
export function hourState({ finished, failed, cancelled }: RunHour): HourState {
  if (failed > 0) return 'failed';
  return finished + cancelled > 0 ? 'ok' : 'none';
}

/** `14:00–15:00: 14 finished, 1 failed` */
export function hourText({ from, finished, failed, cancelled }: RunHour): string {
  const { hour, nothing, ...words } = messages.day;
  const parts = [
    ...(finished > 0 ? [words.fine(finished)] : []),
    ...(failed > 0 ? [words.failed(failed)] : []),
    ...(cancelled > 0 ? [words.stopped(cancelled)] : []),
  ];
  const to = new Date(Date.parse(from) + HOUR_MS).toISOString();
  return hour(formatClock(from), formatClock(to), parts.length === 0 ? nothing : parts.join(', '));
}

/** The whole day in one sentence. */
export function dayText(hours: readonly RunHour[]): string {
  const { none, noFailure, failures } = messages.day;
  const bad = hours.filter(({ failed }) => failed > 0);
  if (hours.every((hour) => hourState(hour) === 'none')) return none;
  if (bad.length === 0) return noFailure;
  const named = bad.slice(-MOST_NAMED).map(({ from }) => formatClock(from));
  const more = bad.length - named.length;
  return failures(
    bad.reduce((sum, { failed }) => sum + failed, 0),
    formatList(more > 0 ? [...named, messages.day.others(more)] : named),
  );
}
