import type { Instant } from '../../values/instant.js';
import type { Correction } from './corrections.js';
import type { Amount } from '../../contract/merchant-words.js';

/** What a line of the history says, as far as it can bear on a figure. */
export interface BearingLine {
  readonly id: string;
  readonly occurredAt: Instant;
  readonly plan: string | null;
  readonly mrrChange: Amount | null;
  readonly suppressed: boolean;
  readonly evidence: readonly string[];
}

/**
 * The raw rows that bear on a correction: those of the lines that came, went or changed at its moment; where none did,
 * those of all that came, went or changed.
 * @returns ids, each once
 */
export function correctionEvidence(
  { at, from, to }: Correction,
  before: readonly BearingLine[],
  after: readonly BearingLine[],
): string[] {
  const [told, known] = [keysOf(before), keysOf(after)];
  const changed = [
    ...after.filter((line) => !told.has(keyOf(line))),
    ...before.filter((line) => !known.has(keyOf(line))),
  ];
  const moments: readonly unknown[] = at === null ? [from, to] : [at];
  const then = changed.filter(({ occurredAt }) => moments.includes(occurredAt));
  return [...new Set((then.length > 0 ? then : changed).flatMap(({ evidence }) => evidence))];
}

function keysOf(lines: readonly BearingLine[]): ReadonlySet<string> {
  return new Set(lines.map(keyOf));
}

function keyOf({ id, plan, mrrChange, suppressed, evidence }: BearingLine): string {
  return JSON.stringify([id, plan, mrrChange?.units.toString(), mrrChange?.currency, suppressed, evidence]);
}
