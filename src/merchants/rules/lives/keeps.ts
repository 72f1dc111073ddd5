import type { Instant } from '../../../values/instant.js';
import type { KeepingRule } from '../../../contract/rule-names.js';
import type { TransactionRow } from '../words/rows.js';

/**
 * A late sale that shows a charge alive where other rows would have ended or paused it. What it keeps is inferred from
 * then on, and ends by silence like one known by its sales alone.
 * Rule: Then, charge by charge, "a charge that only a late sale keeps"; Why.
 */
export interface Keep {
  readonly rule: KeepingRule;
  /** Of what would have ended or paused the charge. */
  readonly at: Instant;
  readonly sale: TransactionRow;
  /** The sale's among them. */
  readonly evidence: readonly string[];
}
