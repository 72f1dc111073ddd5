import type { Amount, CorrectionCause } from '../../contract/merchant-words.js';
import { type Instant, plusMs } from '../../values/instant.js';
import type { Correction, Past } from './corrections.js';

export interface CauseQuestion {
  readonly before: Past & { readonly nextChangeAt: Instant | null };
  readonly isByOlderRules: boolean;
  readonly asOf: Instant;
  /** What the rows and hints of now say at another time. */
  readonly foldedAt: (asOf: Instant) => Past;
}

/**
 * What a correction was learned by. Time alone it was, if just before the stored result was due to change by time, the
 * rows of now say exactly what was stored.
 */
export function correctionCause({ before, isByOlderRules, asOf, foldedAt }: CauseQuestion): CorrectionCause {
  if (isByOlderRules) return 'rule';
  const { nextChangeAt } = before;
  if (nextChangeAt === null || nextChangeAt > asOf) return 'row';
  return pastText(foldedAt(plusMs(nextChangeAt, -1))) === pastText(before) ? 'time' : 'row';
}

function pastText({ spans, installedAt, firstSubscribedAt, uninstalledAt }: Past): string {
  const shown = spans.map(({ chargeNumber, plan, state, from, to, carried }) =>
    JSON.stringify([chargeNumber, plan, state, from, to, carried.currency, carried.units.toString()]),
  );
  return [installedAt, firstSubscribedAt, uninstalledAt, ...shown.sort()].join('\n');
}

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
  const [told, known] = [lineKeys(before), lineKeys(after)];
  const changed = [
    ...after.filter((line) => !told.has(lineKey(line))),
    ...before.filter((line) => !known.has(lineKey(line))),
  ];
  const moments: readonly unknown[] = at === null ? [from, to] : [at];
  const then = changed.filter(({ occurredAt }) => moments.includes(occurredAt));
  return [...new Set((then.length > 0 ? then : changed).flatMap(({ evidence }) => evidence))];
}

function lineKeys(lines: readonly BearingLine[]): ReadonlySet<string> {
  return new Set(lines.map(lineKey));
}

function lineKey({ id, plan, mrrChange, suppressed, evidence }: BearingLine): string {
  return JSON.stringify([id, plan, mrrChange?.units.toString(), mrrChange?.currency, suppressed, evidence]);
}
