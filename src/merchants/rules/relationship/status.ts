import type { Relation } from './install-state.js';
import type { Standing } from '../history/standing.js';
import type { EndDetail, Story } from '../history/story.js';
import type { StatusDetail, MerchantStatus } from '../../../contract/merchant-words.js';

export interface ShownStatus {
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
  /** The lives that make it so; their plan is the one shown. */
  readonly by: readonly Standing[];
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
function freeDetail(counting: readonly Standing[], hasRecentUsage: boolean): StatusDetail | null {
  const isFree = counting.every(({ course }) => course.life.m.units === 0n);
  if (!isFree) return null;
  return hasRecentUsage ? 'usage' : 'free';
}
