import { createHash } from 'node:crypto';
import { dailyLook } from '../../merchants/derive/results/daily-look.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { JudgedLooks, Looked } from '../subscriptions/judge-answers.js';
import { putOffLooks } from './looks.js';

/** The name under which answers that cannot be read are set aside, as feeds have theirs. */
const SET_ASIDE_AS = 'activeSubscription';

/**
 * Stores what was answered: a row where it differs from the last one, which marks its pair; and that it was asked for.
 * The caller's transaction holds the connection's fence alone.
 * @param observedAt when the request began, by database time
 */
export async function storeAnswers(
  tenant: Tenant,
  connectionId: string,
  { answered: looked, unanswered }: JudgedLooks,
  observedAt: Instant,
): Promise<void> {
  await putOffLooks(tenant, connectionId, unanswered);
  if (looked.length === 0) return;
  await Promise.all([
    insertAnswers(tenant, connectionId, looked, observedAt),
    setAside(tenant, connectionId, looked),
    noteLooks(tenant, connectionId, looked, observedAt),
  ]);
}

async function insertAnswers(
  { sql, organizationId }: Tenant,
  connectionId: string,
  looked: readonly Looked[],
  observedAt: Instant,
): Promise<void> {
  const kept = looked.flatMap(({ raw, ...look }) => (raw === null ? [] : [{ ...look, raw }]));
  if (kept.length === 0) return;
  await sql`
    with stored as (
      insert into subscription_answers (organization_id, connection_id, app_number, shop_number, observed_at, raw)
      select ${organizationId}, ${connectionId}, r.app_number, r.shop_number, ${observedAt}, r.raw::jsonb
      from unnest(
        ${kept.map(({ appNumber }) => appNumber)}::bigint[],
        ${kept.map(({ shopNumber }) => shopNumber)}::bigint[],
        ${kept.map(({ raw }) => raw)}::text[]
      ) as r (app_number, shop_number, raw)
      left join lateral (
        select raw, observed_at
        from subscription_answers a
        where a.connection_id = ${connectionId} and a.app_number = r.app_number and a.shop_number = r.shop_number
        order by observed_at desc
        limit 1
      ) as last on true
      -- That there never was a contract is no news. One that was asked for later is newer.
      where last.raw is distinct from r.raw::jsonb and (last.raw is not null or r.raw <> 'null')
        and (last.observed_at is null or last.observed_at < ${observedAt})
      returning app_number, shop_number
    )
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select ${organizationId}, ${connectionId}::uuid, app_number, shop_number
    from stored
    order by 3, 4
    on conflict do nothing
  `;
}

async function setAside(
  { sql, organizationId }: Tenant,
  connectionId: string,
  looked: readonly Looked[],
): Promise<void> {
  const damaged = looked.flatMap(({ appNumber, shopNumber, damaged: raw }) =>
    raw === null ? [] : [{ key: `${appNumber}/${shopNumber}`, raw }],
  );
  // What was set aside of a pair before is replaced by what it is now.
  await sql`
    delete from quarantined_rows
    where connection_id = ${connectionId} and feed = ${SET_ASIDE_AS}
      and row_key = any(${looked.map(({ appNumber, shopNumber }) => `${appNumber}/${shopNumber}`)})
  `;
  await Promise.all(
    damaged.map(
      ({ key, raw }) => sql`
        insert into quarantined_rows (organization_id, connection_id, hash, feed, reason, row_key, raw)
        values (
          ${organizationId}, ${connectionId},
          ${createHash('sha256').update(`${SET_ASIDE_AS}\n${key}\n${raw}`).digest('hex')},
          ${SET_ASIDE_AS}, 'shape', ${key}, ${Buffer.from(raw)}
        )
        on conflict do nothing
      `,
    ),
  );
}

/** That they were asked for, and when they will be again. */
async function noteLooks(
  { sql, organizationId }: Tenant,
  connectionId: string,
  looked: readonly Looked[],
  at: Instant,
): Promise<void> {
  await sql`
    insert into subscription_looks (organization_id, connection_id, app_number, shop_number, looked_at, outcome, due_at)
    select
      ${organizationId}, ${connectionId}::uuid, r.app_number, r.shop_number, ${at}::timestamptz, r.outcome,
      ${dailyLook(sql, sql`m.status`, sql`${at}::timestamptz`)}
    from unnest(
      ${looked.map(({ appNumber }) => appNumber)}::bigint[],
      ${looked.map(({ shopNumber }) => shopNumber)}::bigint[],
      ${looked.map(({ outcome }) => outcome)}::text[]
    ) as r (app_number, shop_number, outcome)
    left join lateral (
      select status
      from merchant_apps
      where connection_id = ${connectionId} and app_number = r.app_number and shop_number = r.shop_number
      offset 0
    ) as m on true
    order by r.app_number, r.shop_number
    on conflict (organization_id, connection_id, app_number, shop_number) do update
      set looked_at = excluded.looked_at, outcome = excluded.outcome, due_at = excluded.due_at
  `;
}
