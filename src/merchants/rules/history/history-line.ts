import type { Amount, Confidence, HistoryEvent, MerchantEventType } from '../../../contract/merchant-words.js';
import type { RuleName } from '../../../contract/rule-names.js';
import type { Instant } from '../../../values/instant.js';
import { comparePlaced, type Placed } from '../words/order-at-one-instant.js';

/** A history event before it has its place and id. */
export interface HistoryLine extends Placed {
  readonly type: MerchantEventType;
  /** Tells events of one type and instant apart: a charge's number, a currency, a transaction's number. */
  readonly key: string;
  readonly rule: RuleName;
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
  /** From when on the rows could tell it, where it is dated back. */
  readonly knownAt?: Instant;
  readonly plan?: string | null;
  readonly mrrChange?: Amount | null;
  readonly amount?: Amount | null;
  readonly reason?: string | null;
  readonly description?: string | null;
  readonly test?: boolean;
  readonly suppressed?: boolean;
  /** The UTC day on which a scheduled cancellation lands. */
  readonly cancelsOn?: string | null;
}

/** Puts the lines in the one order and gives each its rank within its instant and its id. */
export function numbered(lines: readonly HistoryLine[]): HistoryEvent[] {
  const uses = new Map<string, number>();
  let previous: Instant | null = null;
  let rank = 0;
  return lines.toSorted(comparePlaced).map((line) => {
    rank = line.at === previous ? rank + 1 : 0;
    previous = line.at;
    const name = `${line.type} ${line.at} ${line.key}`;
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return {
      id: use === 1 ? name : `${name} ${use}`,
      type: line.type,
      occurredAt: line.at,
      rank,
      plan: line.plan ?? null,
      mrrChange: line.mrrChange ?? null,
      amount: line.amount ?? null,
      reason: line.reason ?? null,
      description: line.description ?? null,
      test: line.test ?? false,
      suppressed: line.suppressed ?? false,
      rule: line.rule,
      confidence: line.confidence,
      evidence: line.evidence,
    };
  });
}
