import type { Amount } from '../../contract/merchant-words.js';
import { harmless } from '../../values/harmless-text.js';
import { type Instant, showInstant } from '../../values/instant.js';
import { formatUnits } from '../../values/money.js';

/** `49.00 USD` */
export function moneyWords({ units, currency }: Amount): string {
  return `${formatUnits(units, currency)} ${currency}`;
}

/** `+49.00 USD`, `-49.00 USD`; nothing moved is `unchanged`. */
export function movementWords({ units, currency }: Amount): string {
  if (units === 0n) return 'unchanged';
  return `${units > 0n ? '+' : ''}${moneyWords({ units, currency })}`;
}

/** One amount a currency, `49.00 USD and 20.00 EUR`; none, or nothing but zeros, is `0`. */
export function amountsWords(amounts: readonly Amount[]): string {
  const some = amounts.filter(({ units }) => units !== 0n);
  return some.length === 0 ? '0' : listed(some.map(moneyWords));
}

/** `2026-01-31 10:00:00`, UTC. */
export function timeWords(at: Instant): string {
  return showInstant(at).replace('T', ' ').replace('Z', '');
}

/** `2026-01-31` */
export function dayWords(at: Instant): string {
  return at.slice(0, 10);
}

/** `a, b and c` */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** What others wrote, on one line: a merchant's text must not reach a terminal as control characters. */
export function quoted(text: string): string {
  return `“${harmless(text).trim()}”`;
}
