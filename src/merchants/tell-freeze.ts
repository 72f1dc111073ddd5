import type { Line } from './history-line.js';
import { orderOfType } from './order-at-one-instant.js';
import type { EventRow } from './rows.js';
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
  if (!standing.isLost) story.add({ ...line(standing, row), type: 'frozen', mrrChange: minus(before) });
}

/**
 * Back to what it carried, once. A trial whose window ended under the freeze converts now.
 * Rule: Then, charge by charge, `…_FROZEN`, `…_UNFROZEN`; Trials, "Frozen over the end".
 */
export function tellUnfreeze(story: Story, standing: Standing, row: EventRow): void {
  standing.isFrozen = false;
  if (standing.isLost) return;
  story.add({ ...line(standing, row), type: 'unfrozen', mrrChange: carried(standing) });
  const converted = standing.course.trial?.converted;
  if (converted?.by === 'unfreeze' && converted.at === row.at) {
    tellConversion(story, standing, converted, orderOfType(row.type));
  }
}

function line({ course: { life } }: Standing, row: EventRow): Omit<Line, 'type'> {
  return {
    at: row.at,
    order: orderOfType(row.type),
    chargeNumber: life.charge.number,
    key: life.charge.number,
    plan: life.charge.plan,
    rule: 'freeze',
    confidence: 'stated',
    evidence: [row.id],
  };
}
