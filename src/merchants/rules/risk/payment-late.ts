import type { Confidence, RiskReason } from '../../../contract/merchant-words.js';
import { plusMs } from '../../../values/instant.js';
import { cycleMs } from '../charges/interval.js';
import { statementsOf } from '../charges/life.js';
import { CONTRACT_NUMBER } from '../stated/stated-walk.js';
import type { Course } from '../trials/trials.js';
import { DAY_MS, SETTLEMENT_LAG_MS } from '../words/durations.js';
import type { RiskQuestion } from './risk-question.js';

/**
 * No sale of a live charge is there by when one must have been recorded: one cycle and the lag after the last of them,
 * whatever it came to. Of several charges the one that is late the longest.
 * Rule: Risk, *payment late*.
 */
export function paymentLate({ standing }: Pick<RiskQuestion, 'standing'>): RiskReason | null {
  const spells = standing
    .filter(({ isFrozen, counts }) => counts && !isFrozen)
    .flatMap(({ course }) => lateSpell(course) ?? []);
  return spells.sort((one, other) => (one.since < other.since ? -1 : 1))[0] ?? null;
}

function lateSpell(course: Course): RiskReason | null {
  const { life, carriesFrom } = course;
  const { charge, freezes, outages, m } = life;
  const hasBills = m.units > 0n && statementsOf(life).at(-1)?.terms.discountedPrice?.units !== 0n;
  // Sales of a contract name a charge that nothing joins it to.
  if (!hasBills || carriesFrom === null || charge.number === CONTRACT_NUMBER) return null;
  const cycle = cycleMs(charge.interval.interval);
  const sale = charge.sales.at(-1);
  const pauses = [...freezes.flatMap(({ to }) => to ?? []), ...outages.flatMap(({ to }) => to ?? [])];
  const first = { id: life.start.id, due: plusMs(carriesFrom, firstBillMs(course)) };
  const later = [
    ...(sale === undefined ? [] : [{ id: sale.id, due: plusMs(sale.at, cycle) }]),
    // Nothing is billed while it is paused.
    ...pauses.map(({ at, row }) => ({ id: row.id, due: plusMs(at, cycle) })),
  ];
  const { id, due } = later.reduce((latest, one) => (one.due > latest.due ? one : latest), first);
  return {
    ...{ code: 'payment_late', since: plusMs(due, SETTLEMENT_LAG_MS), until: null },
    ...{ rule: 'risk: payment late', confidence: CONFIDENCE_BY_INTERVAL[charge.interval.confidence] },
    evidence: [...new Set([id, ...charge.interval.evidence])],
  };
}

/** That a row is missing no row states. */
const CONFIDENCE_BY_INTERVAL: Readonly<Record<Confidence, Confidence>> = {
  stated: 'inferred',
  inferred: 'inferred',
  assumed: 'assumed',
};

const MONTH_MS = 30 * DAY_MS;

/** A charge that replaces an annual one may wait for its first bill until the end of the year already paid. */
function firstBillMs({ life: { predecessors } }: Course): number {
  return Math.max(MONTH_MS, ...predecessors.map(({ charge }) => cycleMs(charge.interval.interval)));
}
