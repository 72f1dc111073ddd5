import type { MerchantCorrection } from '../api/types.js';
import { formatMoney } from '../format/money.js';
import { isolated, unbroken } from '../format/text.js';
import { formatDate } from '../format/time.js';
import { messages } from './messages.en.js';

const words = messages.corrections;
const date = (instant: string) => unbroken(formatDate(instant));

/** What was shown otherwise before, and why it is another figure now. */
export function correctionText({ figure, from, to, at, learnedAt, cause }: MerchantCorrection): string {
  const values = [shown(figure, to), shown(figure, from)] as const;
  const learned = [date(learnedAt), words.causes[cause]] as const;
  const name = words.figures[figure];
  return at === null ? words.date(name, ...values, ...learned) : words.since(name, date(at), ...values, ...learned);
}

function shown(figure: MerchantCorrection['figure'], value: MerchantCorrection['from']): string {
  if (value === null) return words.none;
  if (typeof value !== 'string') return unbroken(formatMoney(value));
  return figure.endsWith('At') ? date(value) : isolated(value);
}

const MENTIONED_FOR_MS = 90 * 86_400_000;

/** The corrections of one figure of an app, newest first. */
export function correctionsOf(
  corrections: readonly MerchantCorrection[],
  appId: string,
  ...figures: readonly MerchantCorrection['figure'][]
): readonly MerchantCorrection[] {
  return corrections.filter((one) => one.appId === appId && figures.includes(one.figure));
}

/** Whether one of them is recent enough to be seen before somebody asks why. */
export function isNewlyCorrected(corrections: readonly MerchantCorrection[], nowMs: number): boolean {
  return corrections.some(({ learnedAt }) => nowMs - Date.parse(learnedAt) < MENTIONED_FOR_MS);
}
