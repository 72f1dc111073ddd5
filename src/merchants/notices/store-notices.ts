import type { Tenant } from '../../postgres/tenant.js';
import { type Instant, plusMs } from '../../values/instant.js';
import { messageId } from '../../webhooks/message-id.js';
import { insertMessages, type NewMessage } from '../../webhooks/store/webhook-messages.js';
import { eachOf, type Pair, pairKey, type PairResult } from '../pairs.js';
import type { ChurnNotice } from '../rules/history/churn-notices.js';
import type { RawRow } from '../rules/words/rows.js';
import { NEWS_FOR_MS, newsOf } from './notice-news.js';
import { noticePayload } from './notice-payload.js';
import { isToldBefore, readToldBefore } from './told-before.js';

/**
 * Writes the messages that these folds give rise to, in the fold's own transaction. One that is there already, in
 * whatever state, stays as it is. What a backfill brought is remembered as not sent, so that no later fold, with a row
 * that was corrected since, takes it for news.
 * @returns ids of the new messages that are to be sent
 */
export async function storeNotices(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  results: readonly PairResult[],
  rows: ReadonlyMap<string, readonly RawRow[]>,
): Promise<string[]> {
  // The database's time is later than `asOf`: what is old by this, nearly everything, is old by that.
  const young = results.flatMap(({ folded, ...pair }) =>
    folded.notices.filter(({ knownAt }) => plusMs(knownAt, NEWS_FOR_MS) >= asOf).map((notice) => ({ pair, notice })),
  );
  if (young.length === 0) return [];
  const circumstances = await readCircumstances(
    tenant,
    connectionId,
    young.map(({ pair }) => pair),
  );
  const toldBefore = await readToldBefore(
    tenant,
    connectionId,
    young.map(({ pair }) => pair),
  );
  const ids = new Set(
    results.flatMap(({ folded, ...pair }) => folded.notices.map((notice) => idOf(notice, connectionId, pair))),
  );
  const messages = young.flatMap(({ pair, notice }) => {
    const around = circumstances.get(pairKey(pair));
    if (around === undefined || isToldBefore(notice, toldBefore.get(pairKey(pair)) ?? [], ids)) return [];
    const news = newsOf(notice, { ...around, seenAt: seenAt(notice, rows.get(pairKey(pair)) ?? [], asOf) });
    return news === 'old' ? [] : [messageOf(notice, tenant.organizationId, connectionId, around, news === 'news')];
  });
  return insertMessages(tenant, connectionId, messages);
}

/** When the youngest of its rows was asked for. */
function seenAt({ evidence }: ChurnNotice, rows: readonly RawRow[], otherwise: Instant): Instant {
  const asked = rows.filter(({ id }) => evidence.includes(id)).map(({ requestedAt }) => requestedAt);
  return asked.reduce<Instant | null>((last, at) => (last === null || at > last ? at : last), null) ?? otherwise;
}

interface Circumstances extends Pair {
  readonly appName: string | null;
  readonly appSince: Instant;
  readonly myshopifyDomain: string | null;
  readonly firstBackfilledAt: Instant | null;
  readonly now: Instant;
}

/** Of the pairs whose app is not hidden. */
async function readCircumstances(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<Map<string, Circumstances>> {
  const found = await sql<Circumstances[]>`
    select distinct
      p.app_number, p.shop_number, a.name as app_name, a.added_at as app_since, s.myshopify_domain,
      t.first_backfilled_at, statement_timestamp() as now
    from ${eachOf(sql, pairs)}
    join apps a on a.connection_id = ${connectionId} and a.app_number = p.app_number and a.removed_at is null
    join sync_status t on t.connection_id = ${connectionId}
    left join shops s on s.connection_id = ${connectionId} and s.shop_number = p.shop_number
  `;
  return new Map(found.map((around) => [pairKey(around), around]));
}

function idOf({ type, rowId, cancelsOn }: ChurnNotice, connectionId: string, { appNumber, shopNumber }: Pair): string {
  // Not named by a row, which would be one pair's alone.
  const named = cancelsOn === null ? [] : [appNumber, shopNumber];
  return messageId(connectionId, type, [...named, rowId].join('/'));
}

function messageOf(
  notice: ChurnNotice,
  organizationId: string,
  connectionId: string,
  around: Circumstances,
  isNews: boolean,
): NewMessage {
  return {
    id: idOf(notice, connectionId, around),
    appNumber: around.appNumber,
    shopNumber: around.shopNumber,
    type: notice.type,
    payload: JSON.stringify(noticePayload(notice, { organizationId, connectionId, ...around })),
    isNews,
  };
}
