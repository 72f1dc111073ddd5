import { LOCALE } from '../shared/format/locale.js';

const DAY_MS = 86_400_000;
const LONG = { style: 'unit', unitDisplay: 'long' } as const;
const days = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'day' });
const months = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'month' });

/** `12 days`, `5 months`: how long somebody was gone. */
export function awaySpan(from: string, until: string): string {
  const gone = (Date.parse(until) - Date.parse(from)) / DAY_MS;
  return gone < 60 ? days.format(Math.max(1, Math.round(gone))) : months.format(Math.round(gone / 30.4));
}
