import type { Amount, Confidence } from '../../../contract/merchant-words.js';
import type { RuleName } from '../../../contract/rule-names.js';
import type { RelationChange } from '../relationship/install-state.js';
import { minus, sumByCurrency } from '../words/amounts.js';
import type { HistoryLine } from './history-line.js';
import { carried, type LifeState, shownCourse, type Story } from './story.js';

/**
 * A change of the relationship, with what it cost or gave back: one line a currency.
 * Rule: Install state.
 */
export function tellRelationship(story: Story, change: RelationChange, cancelIds: readonly string[]): void {
  switch (change.kind) {
    case 'installed':
    case 'reinstalled':
      story.isDeactivated = false;
      story.add(relationshipLine(change, change.confidence === 'assumed' ? 'assumed reinstall' : 'install state'));
      return;
    case 'uninstalled':
      return tellUninstall(story, change, cancelIds);
    case 'deactivated':
      return tellDeactivation(story, change);
    case 'reactivated':
      return tellReactivation(story, change);
  }
}

/**
 * Whatever is live or frozen ends once, with its echo of a cancel as further evidence.
 * Rule: Install state, first point.
 */
function tellUninstall(story: Story, change: RelationChange, cancelIds: readonly string[]): void {
  const ended = story
    .all()
    .filter(({ course: { life } }) => life.end?.reason === 'uninstalled' && life.end.change === change);
  const lost = ended.map((standing) => minus(carried(standing)));
  for (const { course } of ended) {
    story.remove(course.life);
    story.lose(change.at, course.trial?.isExpired === true ? 'trial_expired' : 'uninstalled', course);
  }
  story.isDeactivated = false;
  const common = {
    ...relationshipLine(change, 'uninstall'),
    evidence: [change.row.id, ...cancelIds],
    plan: shownPlan(ended),
  };
  story.add(...byCurrency(common, lost));
}

/**
 * The loss is booked once, here; with a freeze beside it the shop is frozen and nothing is lost.
 * Rule: Install state, `RELATIONSHIP_DEACTIVATED`.
 */
function tellDeactivation(story: Story, change: RelationChange): void {
  const hit = story.all().filter(({ course: { life } }) => life.outages.some(({ from }) => from === change));
  const lost = hit.map((standing) => minus(carried(standing)));
  for (const standing of hit) {
    standing.isLost = true;
    story.lose(change.at, standing.course.trial?.isExpired === true ? 'trial_expired' : 'deactivated', standing.course);
  }
  const isPaused = hit.length === 0 && story.others(null).length > 0;
  story.isDeactivated = !isPaused;
  const common = {
    ...relationshipLine(change, isPaused ? 'deactivation with a freeze' : 'deactivation'),
    plan: shownPlan(hit),
  };
  story.add(...byCurrency(common, lost));
}

/**
 * The deactivation is lifted, not a freeze; a trial that ran out meanwhile counts from here.
 * Rule: Install state, `RELATIONSHIP_REACTIVATED`; Trials, "Deactivated inside".
 */
function tellReactivation(story: Story, change: RelationChange): void {
  story.isDeactivated = false;
  const restored = story.all().filter(({ course: { life } }) => life.outages.some(({ to }) => to === change));
  for (const standing of restored) {
    standing.isLost = false;
    const converted = standing.course.trial?.converted;
    if (converted?.by === 'reactivation' && converted.at === change.at) story.count(standing, change.at);
  }
  const closings = restored.flatMap(({ course: { life } }) => life.outages.filter(({ to }) => to === change));
  const common = {
    ...relationshipLine(change, RULES_OF_RETURN[change.confidence]),
    plan: shownPlan(restored),
    // A sale shows a return of a shop that was said to be closed.
    ...(change.confidence === 'inferred'
      ? { evidence: [...new Set([change.row.id, ...closings.map(({ from }) => from.row.id)])] }
      : {}),
  };
  story.add(...byCurrency(common, restored.map(carried)));
}

const RULES_OF_RETURN: Readonly<Record<Confidence, RuleName>> = {
  stated: 'deactivation',
  inferred: 'reactivation by a sale',
  assumed: 'assumed reactivation',
};

function relationshipLine({ kind, at, order, row, confidence }: RelationChange, rule: RuleName): HistoryLine {
  return {
    at,
    order,
    chargeNumber: null,
    type: kind,
    key: '',
    ...(row.source === 'event' ? { reason: row.reason, description: row.description } : {}),
    rule,
    confidence,
    evidence: [row.id],
  };
}

function byCurrency(common: HistoryLine, amounts: readonly Amount[]): HistoryLine[] {
  if (amounts.length === 0) return [common];
  return sumByCurrency(amounts).map((mrrChange) => ({ ...common, key: mrrChange.currency, mrrChange }));
}

function shownPlan(standings: readonly LifeState[]): string | null {
  return shownCourse(standings.map(({ course }) => course))?.life.charge.plan ?? null;
}
