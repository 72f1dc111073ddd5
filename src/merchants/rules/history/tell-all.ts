import type { Instant } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { type Life, placeOfLifting, placeOfStart } from '../charges/life.js';
import type { SettledCancels } from '../lives/settle-lives.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { Course } from '../trials/trials.js';
import { comparePlaced, type Order, order, orderOfType, type Placed } from '../words/order-at-one-instant.js';
import { isPayment } from '../words/rows.js';
import { type LifeState, Story } from './story.js';
import { tellConversion, tellEnd, tellExpiry, tellFreeze, tellUnfreeze } from './tell-course.js';
import { tellRelationship } from './tell-relationship.js';
import { tellStart } from './tell-start.js';

/** A turn of the story at its place in the one order. */
type Moment = Placed & { readonly tell: (story: Story) => void };

/**
 * Tells the pair's charges and its relationship as history, each line with what it changed of MRR. Every change is
 * the difference of what a charge carried before and after, so that movements and what is live agree at every instant.
 * Rule: Then, charge by charge; Install state; Trials.
 */
export function tellAll(
  courses: readonly Course[],
  changes: readonly RelationChange[],
  charges: readonly Charge[],
  cancels: SettledCancels,
): Story {
  const sales = charges.flatMap((charge) => charge.sales.filter(isPayment).map(({ at }) => at));
  const story = new Story(
    sales.reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null),
  );
  const moments = [
    ...courses.flatMap((course) => courseMoments(course, cancels)),
    ...changes.map((change) => relationshipMoment(change, cancels)),
  ];
  for (const { tell } of moments.sort(comparePlaced)) tell(story);
  return story;
}

function courseMoments(course: Course, cancels: SettledCancels): Moment[] {
  const { life, trial } = course;
  const moments: Moment[] = [];
  const at = (instant: Instant, place: Order, tell: Moment['tell']) =>
    moments.push({ at: instant, order: place, chargeNumber: life.charge.number, tell });
  const ifStanding = (tell: (story: Story, standing: LifeState) => void) => (story: Story) => {
    const standing = story.find(life);
    if (standing) tell(story, standing);
  };

  at(life.start.at, placeOfStart(life), (story) =>
    tellStart(story, course, cancels.cancelOf.get(life.start.id) ?? null),
  );
  for (const { from, to } of life.freezes) {
    at(
      from.at,
      orderOfType(from.type),
      ifStanding((story, standing) => tellFreeze(story, standing, from)),
    );
    // The lifting by a replacing charge is told with the change.
    const isByReplacement = to !== null && life.end?.reason === 'replaced' && life.end.row === to.row;
    if (to !== null && !isByReplacement) {
      at(
        to.at,
        placeOfLifting(to),
        ifStanding((story, standing) => tellUnfreeze(story, standing, to)),
      );
    }
  }
  const converted = trial?.converted;
  if (converted?.by === 'window' || converted?.by === 'sale') {
    const place = converted.by === 'window' ? order.trialEnd : placeOfSale(converted.at, life);
    at(
      converted.at,
      place,
      ifStanding((story, standing) => tellConversion(story, standing, converted, place)),
    );
  }
  if (trial?.isExpired === true) at(trial.endsAt, order.trialEnd, (story) => tellExpiry(story, course));
  const { end } = life;
  if (end?.reason === 'cancelled' || end?.reason === 'sales_stopped') {
    at(
      end.at,
      order.cancelled,
      ifStanding((story, standing) => tellEnd(story, standing, end)),
    );
  }
  return moments;
}

/** The first sale of a charge that takes a trial over both starts and converts it. */
function placeOfSale(at: Instant, life: Life): Order {
  return at === life.start.at ? placeOfStart(life) : order.rest;
}

function relationshipMoment(change: RelationChange, { uninstallOf }: SettledCancels): Moment {
  const cancelIds = [...uninstallOf].flatMap(([id, uninstall]) => (uninstall === change ? [id] : []));
  const { at, order: place, chargeNumber } = change;
  return { at, order: place, chargeNumber, tell: (story) => tellRelationship(story, change, cancelIds) };
}
