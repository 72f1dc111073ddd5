import type { Amount, NoticeType } from '../../contract/merchant-words.js';
import { startOf } from '../../values/day.js';
import { partnerAppGid, partnerShopGid } from '../../values/gid.js';
import { showInstant } from '../../values/instant.js';
import { type Money, money } from '../../values/money.js';
import type { Pair } from '../pairs.js';
import type { ChurnNotice } from '../rules/history/churn-notices.js';

/** Whose notice it is. */
export interface Subject extends Pair {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly myshopifyDomain: string | null;
  readonly appName: string | null;
}

/** The body of a message, as Standard Webhooks wants it: `timestamp` is when it happened, not when it is sent. */
export interface NoticePayload {
  readonly type: NoticeType;
  readonly timestamp: string;
  readonly data: {
    readonly organizationId: string;
    readonly connectionId: string;
    readonly shopId: string;
    readonly myshopifyDomain: string | null;
    readonly appId: string;
    readonly appName: string | null;
    readonly occurredAt: string;
    readonly reason: string | null;
    readonly description: string | null;
    readonly plan: string | null;
    readonly mrrLost: Money | null;
    readonly mrrLosses: readonly Money[];
    /** The UTC day on which a scheduled cancellation lands, by its midnight; of other messages null. */
    readonly cancelsAt: string | null;
  };
}

export function noticePayload(notice: ChurnNotice, subject: Subject): NoticePayload {
  const { organizationId, connectionId, appNumber, shopNumber, myshopifyDomain, appName } = subject;
  const { type, reason, description, plan, mrrLost, mrrLosses, cancelsOn } = notice;
  const occurredAt = showInstant(notice.occurredAt);
  return {
    type,
    timestamp: occurredAt,
    data: {
      organizationId,
      connectionId,
      shopId: partnerShopGid(shopNumber),
      myshopifyDomain,
      appId: partnerAppGid(appNumber),
      appName,
      occurredAt,
      reason,
      description,
      plan,
      mrrLost: mrrLost && toMoney(mrrLost),
      mrrLosses: mrrLosses.map(toMoney),
      cancelsAt: cancelsOn && showInstant(startOf(cancelsOn)),
    },
  };
}

function toMoney({ units, currency }: Amount): Money {
  return money(units, currency);
}
