import { harmless } from '../../../src/values/harmless-text.js';

// Blocks of scripts that are written from the right: Hebrew to Arabic Extended-A, presentation forms, and those beyond
// the basic plane (https://www.unicode.org/Public/UCD/latest/ucd/extracted/DerivedBidiClass.txt).
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name from outside within a sentence, a title or a label of ours: it cannot turn what follows it. By itself it is shown
 * by `Outside`.
 */
export function isolated(name: string): string {
  const shown = harmless(name);
  return FROM_THE_RIGHT.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** An amount or a date, of which no line begins in the middle. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
