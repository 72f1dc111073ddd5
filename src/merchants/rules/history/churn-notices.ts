import type { Amount, MerchantEventType, NoticeType } from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { minus, sumByCurrency } from '../words/amounts.js';
import type { HistoryLine } from './history-line.js';

/** One thing that Convot is to be told, once: type and row are its identity, whatever else of it changes later. */
export interface ChurnNotice {
  readonly type: NoticeType;
  /**
   * Id of the raw row that it stems from; of an expired trial its activation. Of a scheduled cancellation charge and day
   * instead: either feed may tell it first.
   */
  readonly rowId: string;
  readonly occurredAt: Instant;
  /** From when on the rows could tell it: an expired trial is dated back by weeks, and a freeze that a sale shows to be lifted. */
  readonly knownAt: Instant;
  readonly evidence: readonly string[];
  readonly reason: string | null;
  readonly description: string | null;
  /** The plan that ended or was paused with it, or that came back; null when there was none. */
  readonly plan: string | null;
  /** In the currency of that plan; null when nothing that carries MRR ended with it. */
  readonly mrrLost: Amount | null;
  /** The same for every currency that lost. */
  readonly mrrLosses: readonly Amount[];
  /** The UTC day on which a scheduled cancellation lands. */
  readonly cancelsOn: string | null;
}

const NOTICE_OF: ReadonlyMap<MerchantEventType, NoticeType> = new Map([
  ['uninstalled', 'merchant.uninstalled'],
  ['trial_expired', 'merchant.trial_expired'],
  ['frozen', 'merchant.frozen'],
  ['unfrozen', 'merchant.unfrozen'],
  ['cancellation_scheduled', 'merchant.cancellation_scheduled'],
]);

/**
 * The notices of a pair's history. What one row did to several charges, or in several currencies, is one notice.
 * @param lines of what counts: test charges and suppressed rows have none among them
 */
export function churnNotices(lines: readonly HistoryLine[], charges: readonly Charge[]): ChurnNotice[] {
  const together = new Map<string, { type: NoticeType; rowId: string; lines: [HistoryLine, ...HistoryLine[]] }>();
  for (const line of lines) {
    const type = NOTICE_OF.get(line.type);
    const rowId = line.cancelsOn == null ? line.evidence[0] : `${line.chargeNumber ?? ''}/${line.cancelsOn}`;
    if (type === undefined || rowId === undefined) continue;
    const known = together.get(`${type} ${rowId}`);
    if (known === undefined) together.set(`${type} ${rowId}`, { type, rowId, lines: [line] });
    else known.lines.push(line);
  }
  return [...together.values()].map((told) => noticeOf(told.type, told.rowId, told.lines, charges));
}

function noticeOf(
  type: NoticeType,
  rowId: string,
  lines: readonly [HistoryLine, ...HistoryLine[]],
  charges: readonly Charge[],
): ChurnNotice {
  const shown = lines.reduce((most, line) => (outranks(line, most) ? line : most));
  const plan = shown.plan ?? null;
  // What comes back is no loss, and not a negative one either.
  const changes = type === 'merchant.unfrozen' ? [] : lines.flatMap(({ mrrChange }) => mrrChange ?? []);
  const mrrLosses = sumByCurrency(changes.map(minus));
  const currency = charges.findLast((charge) => charge.plan === plan)?.price?.currency;
  return {
    type,
    rowId,
    occurredAt: shown.at,
    knownAt: shown.knownAt ?? shown.at,
    evidence: [...new Set(lines.flatMap(({ evidence }) => evidence))],
    reason: shown.reason ?? null,
    description: shown.description ?? null,
    plan,
    mrrLost: mrrLosses.find((loss) => loss.currency === currency) ?? mrrLosses[0] ?? null,
    mrrLosses,
    cancelsOn: shown.cancelsOn ?? null,
  };
}

/** As with the shown plan: the higher amount, and across currencies, which cannot be compared, the newer charge. */
function outranks({ mrrChange: one }: HistoryLine, { mrrChange: other }: HistoryLine): boolean {
  return one?.currency !== other?.currency || magnitude(one) > magnitude(other);
}

function magnitude(amount: Amount | null | undefined): bigint {
  const units = amount?.units ?? 0n;
  return units < 0n ? -units : units;
}
