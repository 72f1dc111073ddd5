import type { HistoryEvent } from '../../contract/merchant-words.js';
import type { RuleName } from '../../contract/rule-names.js';
import type { Instant } from '../../values/instant.js';
import type { Chapters } from '../rules/chapters.js';
import { comparePlaced, compareText, order, placeOf } from '../rules/words/order-at-one-instant.js';
import type { FoldRow, RawRow } from '../rules/words/rows.js';
import { type Silence, silenceOf } from './silences.js';

/** One raw row with what was concluded from it; or what time alone brought, without a row. */
export interface Entry {
  readonly at: Instant;
  readonly row: RawRow | null;
  /** What was concluded here, in the history's order. */
  readonly lines: readonly HistoryEvent[];
  /** Conclusions that are told at another entry, and that this row is evidence of as well. */
  readonly supports: readonly HistoryEvent[];
  /** Why nothing was concluded from the row; null where something was. */
  readonly silence: Silence | null;
}

/** These lines are dated by a deadline, not by a row, unless a row came at that very moment. */
const BY_TIME: ReadonlySet<RuleName> = new Set(['trial conversion', 'trial expiry', 'sales stopped']);

/**
 * The whole story in time's order: every row given exactly once, also those that do not count, and every line of the
 * history exactly once, at the row that brought it.
 */
export function entriesOf(rows: readonly RawRow[], derived: Chapters, events: readonly HistoryEvent[]): Entry[] {
  const known = new Set<RawRow>(derived.known);
  // What a root event or an answer stands for bears its id.
  const byId = new Map<string, Told>([...rows.filter(isStated), ...derived.known].map((row) => [row.id, row]));
  const linesOf = new Map<string, HistoryEvent[]>();
  const supportsOf = new Map<string, HistoryEvent[]>();
  const byTime: HistoryEvent[] = [];
  for (const event of events) {
    const evidence = event.evidence.flatMap((id) => byId.get(id) ?? []);
    const home = homeOf(event, evidence);
    if (home === null) byTime.push(event);
    else push(linesOf, home.id, event);
    for (const row of evidence) if (row !== home) push(supportsOf, row.id, event);
  }
  const entries = rows.toSorted(byPlaceThenId).map((row): Entry => {
    const counts = isStated(row) || known.has(row);
    const lines = (counts && linesOf.get(row.id)) || [];
    const supports = (counts && supportsOf.get(row.id)) || [];
    const isSilent = lines.length === 0 && supports.length === 0;
    return { at: row.at, row, lines, supports, silence: isSilent ? silenceOf(row, counts, derived) : null };
  });
  return byTime.reduce(withLineOfTime, entries);
}

/** The row at whose moment the line stands; of the two halves of a plan change the activation. */
function homeOf(event: HistoryEvent, evidence: readonly Told[]): Told | null {
  const then = evidence.filter(({ at }) => at === event.occurredAt);
  const home = event.rule === 'plan change' ? then.at(-1) : then[0];
  return home ?? (BY_TIME.has(event.rule) ? null : (evidence[0] ?? null));
}

/** Before what came later; at its own instant behind the rows whose lines stand before it in the history. */
function withLineOfTime(entries: readonly Entry[], line: HistoryEvent): Entry[] {
  const stands = (entry: Entry) =>
    entry.at < line.occurredAt ||
    (entry.at === line.occurredAt &&
      entry.lines.some(({ occurredAt, rank }) => occurredAt === line.occurredAt && rank < line.rank));
  const entry: Entry = { at: line.occurredAt, row: null, lines: [line], supports: [], silence: null };
  return entries.toSpliced(entries.findLastIndex(stands) + 1, 0, entry);
}

/** What a line is told at. */
type Told = Pick<FoldRow, 'id' | 'at'>;

function isStated(row: RawRow): row is Exclude<RawRow, FoldRow> {
  return row.source === 'timeline' || row.source === 'answer';
}

function byPlaceThenId(one: RawRow, other: RawRow): number {
  return comparePlaced(placeOfRow(one), placeOfRow(other)) || compareText(one.id, other.id);
}

function placeOfRow(row: RawRow) {
  return isStated(row) ? { at: row.at, order: order.rest, chargeNumber: null } : placeOf(row);
}

function push(map: Map<string, HistoryEvent[]>, id: string, event: HistoryEvent): void {
  const known = map.get(id);
  if (known === undefined) map.set(id, [event]);
  else known.push(event);
}
