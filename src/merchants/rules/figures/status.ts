import type { MerchantStatus, StatusDetail } from '../../../contract/merchant-words.js';
import type { Charge } from '../charges/charges.js';
import type { EndDetail, LifeState, Story } from '../history/story.js';
import type { Relation, RelationChange } from '../relationship/install-state.js';

export interface ShownStatus {
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
  /** The lives that make it so; their plan is the one shown. */
  readonly by: readonly LifeState[];
}

export interface StatusQuestion {
  readonly story: Story;
  readonly relation: Relation;
  /** A subscription charge or a trial, alive at some time or known by a sale. */
  readonly hadCharge: boolean;
  /** Why a charge that was never seen alive is over. */
  readonly unseenEnd: EndDetail;
  readonly hasRecentUsage: boolean;
}

/**
 * What is shown: the first row of the table that fits, but an uninstalled shop is always churned.
 * Rule: Status shown.
 */
export function shownStatus(question: StatusQuestion): ShownStatus {
  const { story, relation, hadCharge, unseenEnd, hasRecentUsage } = question;
  const standing = story.others(null);
  const live = standing.filter(({ isFrozen }) => !isFrozen);
  const counting = live.filter(({ counts }) => counts);
  if (relation === 'uninstalled') return { status: 'churned', detail: 'uninstalled', by: [] };
  if (counting.length > 0) return { status: 'active', detail: freeDetail(counting, hasRecentUsage), by: counting };
  if (live.length > 0) return { status: 'trialing', detail: null, by: live };
  if (standing.length > 0) return { status: 'frozen', detail: null, by: standing };
  if (story.isDeactivated) return { status: 'churned', detail: 'deactivated', by: [] };
  if (hadCharge) return { status: 'churned', detail: story.lastLoss?.detail ?? unseenEnd, by: [] };
  return { status: 'installed', detail: null, by: [] };
}

/** Rule: Status shown, row *active*. */
function freeDetail(counting: readonly LifeState[], hasRecentUsage: boolean): StatusDetail | null {
  const isFree = counting.every(({ course }) => course.life.m.units === 0n);
  if (!isFree) return null;
  return hasRecentUsage ? 'usage' : 'free';
}

/**
 * Why a charge is over that was never seen alive and yet was there, because something was billed: by an uninstall only
 * where there was one, and no cancel says otherwise.
 * Rule: Then, charge by charge, "A sale is evidence of life", "as having had a charge".
 */
export function unseenEnd(charges: readonly Charge[], changes: readonly RelationChange[]): EndDetail {
  const wasCancelled = charges.some(({ cancels }) => cancels.length > 0);
  return !wasCancelled && changes.some(({ kind }) => kind === 'uninstalled') ? 'uninstalled' : 'cancelled';
}
