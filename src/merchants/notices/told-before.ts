import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { eachOf, type Pair, pairKey } from '../pairs.js';
import type { ChurnNotice } from '../rules/history/churn-notices.js';
import { DAY_MS, SAME_EVENT_MS, within } from '../rules/words/durations.js';

/** A message that is there already, whatever became of it. */
export interface ToldBefore extends Pair {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: Instant;
}

/** What these pairs were told of that a young notice can be about, by pair. */
export async function readToldBefore(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<string, readonly ToldBefore[]>> {
  const rows = await sql<ToldBefore[]>`
    select distinct m.app_number, m.shop_number, m.id, m.type, (m.payload ->> 'timestamp')::timestamptz as occurred_at
    from ${eachOf(sql, pairs)}
    join webhook_messages m
      on m.connection_id = ${connectionId}
      and m.app_number = p.app_number
      and m.shop_number = p.shop_number
      and m.created_at > statement_timestamp() - interval '4 days'
  `;
  const byPair = new Map<string, ToldBefore[]>();
  for (const row of rows) byPair.set(pairKey(row), [...(byPair.get(pairKey(row)) ?? []), row]);
  return byPair;
}

/** Two feeds date the end of one trial by what each of them knows of its start. */
const SAME_TRIAL_END_MS = DAY_MS;

/**
 * Whether the notice was told of when only the other feed's row was there: a message of its kind and time that no row
 * gives rise to any more, because the older feed's row is the event now.
 * Rule: Two feeds of events, one history.
 * @param ids of the messages that the rows give rise to now
 */
export function isToldBefore(
  { type, occurredAt }: Pick<ChurnNotice, 'type' | 'occurredAt'>,
  before: readonly ToldBefore[],
  ids: ReadonlySet<string>,
): boolean {
  const apartMs = type === 'merchant.trial_expired' ? SAME_TRIAL_END_MS : SAME_EVENT_MS;
  return before.some((one) => one.type === type && !ids.has(one.id) && within(one.occurredAt, occurredAt, apartMs));
}
