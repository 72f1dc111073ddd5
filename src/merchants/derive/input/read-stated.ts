import type { Tenant } from '../../../postgres/tenant.js';
import { eachOf, type Pair } from '../../pairs.js';
import type { StoredAnswer, StoredTimelineEvent } from './decode-stated.js';

// `offset 0` as in `read-rows.ts`.

/** What Shopify answered of each pair's subscription. */
export async function readAnswers(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<StoredAnswer[]> {
  return sql<StoredAnswer[]>`
    select p.app_number, p.shop_number, own.*
    from ${eachOf(sql, pairs)}
    cross join lateral (
      select
        observed_at,
        case when jsonb_typeof(raw) = 'object' then raw - '{app,shop,pendingUpdate}'::text[] else raw end as raw
      from subscription_answers a
      where a.connection_id = ${connectionId} and a.app_number = p.app_number and a.shop_number = p.shop_number
      offset 0
    ) as own
  `;
}

/** The root events of each pair. Rule: Two feeds of events, "Whose". */
export async function readTimelineEvents(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<(StoredTimelineEvent & Pair)[]> {
  return sql<(StoredTimelineEvent & Pair)[]>`
    select p.app_number, p.shop_number, own.*
    from ${eachOf(sql, pairs)}
    cross join lateral (
      select
        id, type, occurred_at, raw - '{id,shop,subject,eventType,occurredAt,__typename}'::text[] as raw, requested_at
      from timeline_events e
      where e.connection_id = ${connectionId} and e.app_number = p.app_number and e.shop_number = p.shop_number
      offset 0
    ) as own
  `;
}
