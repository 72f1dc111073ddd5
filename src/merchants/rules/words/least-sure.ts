import { type Confidence, CONFIDENCE_LEVELS } from '../../../contract/merchant-words.js';

/** The least sure of them: what rests on all of these is no surer. Null where there is none. */
export function leastSure(confidences: readonly [Confidence, ...Confidence[]]): Confidence;
export function leastSure(confidences: readonly Confidence[]): Confidence | null;
export function leastSure(confidences: readonly Confidence[]): Confidence | null {
  return CONFIDENCE_LEVELS.findLast((level) => confidences.includes(level)) ?? null;
}
