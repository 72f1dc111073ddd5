import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN, demoWorld } from '../../../src/simulator/worlds/demo/demo-world.js';
import { noteBackfilled, noteHeadScanned } from '../../../src/sync/store/sync-state.js';
import { type Instant, instantFromMs } from '../../../src/values/instant.js';
import { say } from '../run/say.js';
import { connectAccount, newTokenKeys } from './connect-account.js';
import { feedPages } from './feed-pages.js';
import { storePages } from './store-pages.js';

export interface MultipliedAccount extends ConnectionIdentity {
  /** Time of its last whole head scan. */
  readonly asOf: Instant;
  /** Raw rows that name an app. */
  readonly rows: number;
  /** (app, shop) pairs. */
  readonly pairs: number;
}

/**
 * Fills a new database with the raw rows of a Partner account that is the demonstration account so many times over:
 * the same lives, told of other shops, with other charges. Nothing is derived yet.
 * @param databaseUrl of a superuser
 */
export async function multiplyDemoAccount(
  databaseUrl: string,
  { seed, leastRows }: { readonly seed: string; readonly leastRows: number },
): Promise<MultipliedAccount> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
  const workerSql = connectPostgres(databaseUrl, { applicationName: 'bench', role: 'convot_worker', max: 2 });
  try {
    const asOf = instantFromMs(Date.now());
    const world = () => demoWorld({ seed, anchor: asOf });
    const account = { organizationId: DEMO_ORGANIZATION_ID, token: DEMO_TOKEN, world };
    const connected = await connectAccount(sql, account, newTokenKeys());
    const { organizationId, connectionId } = connected;
    const fence = { connectionId, generation: 1 };
    for (const feed of await feedPages(account)) await storePages(workerSql, { organizationId, fence }, feed);
    await withTenant(workerSql, organizationId, async (tenant) => {
      await noteHeadScanned(tenant, connectionId, asOf, false);
      await noteBackfilled(tenant, connectionId);
    });
    const once = { rows: await countRows(sql), pairs: await countMarks(sql) };
    const copies = Math.max(Math.ceil(leastRows / once.rows) - 1, 0);
    say(`${once.rows} rows of ${once.pairs} pairs, ${copies} times more …`);
    await multiply(sql, copies);
    const pairs = once.pairs * (copies + 1);
    return { ...connected, asOf, pairs, rows: await countRows(sql) };
  } finally {
    await Promise.all([sql.end(), workerSql.end()]);
  }
}

/** Every copy has its number before the shops', charges' and transactions' own, and before the shops' domains. */
async function multiply(sql: Sql, copies: number): Promise<void> {
  const copy = sql`generate_series(${FIRST_COPY}::bigint, ${FIRST_COPY + copies - 1}::bigint) as copy`;
  const numbered = (text: string) =>
    sql`regexp_replace(${sql(text)}::text, '(Shop|App[A-Z][A-Za-z]+)/(?=[0-9])', '\\1/' || copy, 'g')`;
  await sql`
    insert into transactions (
      organization_id, connection_id, id, type, created_at, app_number, shop_number, charge_id, raw, requested_at
    )
    select
      organization_id, connection_id, ${numbered('id')}, type, created_at, app_number, (copy || shop_number::text)::bigint,
      ${numbered('charge_id')}, (${numbered('raw')})::jsonb, requested_at
    from transactions cross join ${copy}
    where app_number is not null and shop_number is not null
  `;
  await sql`
    insert into app_events (
      organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id, raw, requested_at
    )
    select
      organization_id, connection_id, app_number, (copy || shop_number::text)::bigint, type, occurred_at,
      ${numbered('charge_id')}, (${numbered('raw')})::jsonb, requested_at
    from app_events cross join ${copy}
  `;
  await sql`
    insert into shops (
      organization_id, connection_id, shop_number, name, myshopify_domain, named_at, first_seen_at, last_event_at
    )
    select
      organization_id, connection_id, (copy || shop_number::text)::bigint, name,
      case when myshopify_domain like '%.myshopify.com' then copy || '-' || myshopify_domain else myshopify_domain end,
      named_at, first_seen_at, last_event_at
    from shops cross join ${copy}
  `;
  // As after a sync that was derived; what a rebuild is for.
  await sql`delete from merchant_marks`;
  await sql`vacuum analyze`;
}

const FIRST_COPY = 1001;

async function countRows(sql: Sql): Promise<number> {
  const [counts] = await sql<[{ rows: number }]>`
    select
      (select count(*)::integer from app_events)
        + (select count(*)::integer from transactions where app_number is not null) as rows
  `;
  return counts.rows;
}

async function countMarks(sql: Sql): Promise<number> {
  const [counts] = await sql<[{ pairs: number }]>`select count(*)::integer as pairs from merchant_marks`;
  return counts.pairs;
}
