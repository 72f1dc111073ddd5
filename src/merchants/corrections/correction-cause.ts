import { plusMs, type Instant } from '../../values/instant.js';
import type { Past } from './corrections.js';

/** By a row that came or changed; by time alone; by rules that are newer than those of the last fold. */
export type CorrectionCause = 'row' | 'time' | 'rule';

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
