import type { Line } from './history-line.js';
import type { Lifting } from '../lives/life.js';
import { orderOfType } from '../words/order-at-one-instant.js';
import { placeOfLifting } from '../lives/places.js';
import type { EventRow, TransactionRow } from '../words/rows.js';
import { carried, minus, type Standing } from './standing.js';
import type { Story } from './story.js';
import { tellConversion } from './tell-trial.js';

/**
 * Frozen is MRR 0 and not churn. While the shop's account is closed it is noted, not told.
 * Rule: Then, charge by charge, `…_FROZEN`, `…_UNFROZEN`.
 */
export function tellFreeze(story: Story, standing: Standing, row: EventRow): void {
  const before = carried(standing);
  standing.isFrozen = true;
  if (standing.isLost) return;
  const place = orderOfType(row.type);
  story.add({ ...lineAt(standing, row.id), at: row.at, order: place, type: 'frozen', mrrChange: minus(before) });
}

/**
 * Back to what it carried, once. A trial whose window ended under the freeze converts now.
 * Rule: Then, charge by charge, `…_FROZEN`, `…_UNFROZEN`; Install state, "lifts it"; Trials, "Frozen over the end".
 */
export function tellUnfreeze(story: Story, standing: Standing, lifting: Lifting): void {
  standing.isFrozen = false;
  if (standing.isLost) return;
  const { at, row, by } = lifting;
  const place = placeOfLifting(lifting);
  story.add({
    ...lineAt(standing, row.id),
    ...{ at, order: place, type: 'unfrozen', mrrChange: carried(standing) },
    ...(row.source === 'event' ? {} : shownBySale(row, by)),
  });
  const converted = standing.course.trial?.converted;
  if (converted?.by === 'unfreeze' && converted.at === at) tellConversion(story, standing, converted, place);
}

function shownBySale(sale: TransactionRow, by: EventRow | null): Partial<Line> {
  const evidence = by === null ? [sale.id] : [sale.id, by.id];
  return { rule: 'freeze lifted by a sale', confidence: 'inferred', evidence, knownAt: sale.at };
}

function lineAt({ course: { life } }: Standing, id: string): Omit<Line, 'type' | 'at' | 'order'> {
  return {
    chargeNumber: life.charge.number,
    key: life.charge.number,
    plan: life.charge.plan,
    rule: 'freeze',
    confidence: 'stated',
    evidence: [id],
  };
}
