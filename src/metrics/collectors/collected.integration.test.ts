import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { useTestApi } from '../../../test/support/servers/use-api.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { createLogger } from '../../process/log.js';
import { collectInto } from './collected.js';
import { collectors } from './collectors.js';

const given = useTestApi();
const open: Sql[] = [];

afterAll(() => Promise.all(open.map((sql) => sql.end())));

/** What a scrape of a worker shows of the database; each time as if it were the first. */
async function scrape(url = given.api.databaseUrl, intervalMs = 240_000): Promise<string> {
  const registry = new Registry();
  const sql = connectPostgres(url, { applicationName: 'test', role: 'convot_worker', max: 1 });
  open.push(sql);
  collectInto(registry, collectors, {
    ...{ sql, intervalMs, apiVersion: '2026-07' },
    logger: createLogger('test', 'silent'),
  });
  return registry.metrics();
}

/** The samples of one metric, by their labels. */
function samples(text: string, name: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => {
      const [, labels = '', value] = /^\S+?(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      return [labels, Number(value)];
    }),
  );
}

interface Member {
  readonly status?: string;
  readonly errorCode?: string | null;
  readonly isWhole?: boolean;
  /** Since its newest rows were read whole. */
  readonly ageSeconds?: number;
  readonly waits?: boolean;
}

let made = 0;

async function connection({
  status = 'connected',
  errorCode = null,
  isWhole = true,
  ageSeconds = 30,
  waits = false,
}: Member) {
  const { sql } = given.api;
  const [organizationId, id] = [`org_${(made += 1)}`, randomUUID()];
  const token = status === 'connected' ? 'v1.spring.iv.text.tag' : null;
  await sql`
    insert into connections (
      organization_id, id, partner_organization_id, status, token_ciphertext, connected_by, connected_at, error_code
    )
    values (${organizationId}, ${id}, ${made}, ${status}, ${token}, 'test', now() - interval '30 days', ${errorCode})
  `;
  const at = sql`now() - ${ageSeconds} * interval '1 second'`;
  await sql`
    insert into sync_status (
      organization_id, connection_id, succeeded_at, last_synced_at, first_backfilled_at, waiting_until
    )
    values (
      ${organizationId}, ${id}, ${at}, ${at}, ${isWhole ? at : null}, ${waits ? sql`now() + interval '1 minute'` : null}
    )
  `;
  return { organizationId, id };
}

test('an installation without a connection shows zeros, and what it knows of its database', async () => {
  const text = await scrape();
  expect(samples(text, 'partner_sync_connections')).toEqual({});
  expect(samples(text, 'partner_sync_connection_freshness_seconds_count')).toEqual({ '': 0 });
  // There is no worst of none.
  expect(samples(text, 'partner_sync_connection_freshness_worst_seconds')).toEqual({});
  expect(samples(text, 'partner_sync_outbox_oldest_seconds')).toEqual({ '': 0 });
  expect(samples(text, 'partner_sync_postgres_database_bytes')['']).toBeGreaterThan(1_000_000);
  expect(samples(text, 'partner_sync_postgres_connections_max')['']).toBeGreaterThan(10);
  expect(Object.values(samples(text, 'partner_sync_collector_failures_total'))).not.toContain(1);
});

test('connections are counted by what their rows say of them', async () => {
  await connection({});
  await connection({ ageSeconds: 1_000 });
  await connection({ ageSeconds: 1_000, errorCode: 'shopify_unavailable' });
  await connection({ ageSeconds: 4_000, errorCode: 'shopify_unavailable' });
  await connection({ isWhole: false });
  await connection({ waits: true, ageSeconds: 1_000 });
  await connection({ status: 'error', errorCode: 'token_rejected' });
  await connection({ status: 'disconnected' });
  const text = await scrape();
  expect(samples(text, 'partner_sync_connections')).toEqual({
    'status="connected",health="ok"': 1,
    'status="connected",health="stale"': 2,
    'status="connected",health="failing"': 1,
    'status="connected",health="first_sync"': 1,
    'status="connected",health="throttled"': 1,
    'status="error",health="stopped"': 1,
    'status="disconnected",health="stopped"': 1,
  });
  const buckets = samples(text, 'partner_sync_connection_freshness_seconds_bucket');
  expect(buckets).toMatchObject({ 'le="60"': 2, 'le="900"': 2, 'le="1800"': 5, 'le="7200"': 6, 'le="+Inf"': 6 });
  expect(samples(text, 'partner_sync_connection_freshness_worst_seconds')['']).toBeGreaterThanOrEqual(4_000);
  // The objective goes by the interval: two and a half of four minutes, of half an hour, and a minute at least.
  const outOfDate = async (intervalMs: number) =>
    samples(await scrape(undefined, intervalMs), 'partner_sync_connections_out_of_date')[''];
  expect([await outOfDate(240_000), await outOfDate(1_800_000), await outOfDate(1_000)]).toEqual([4, 0, 4]);
  expect(samples(text, 'partner_sync_first_syncs_running')).toEqual({ '': 1 });
  expect(samples(text, 'partner_sync_token_key_connections')).toEqual({ 'key="spring"': 6 });
});

test('rows set aside, merchants to derive and messages that wait are counted over all tenants', async () => {
  const { sql } = given.api;
  for (const tenant of [await connection({}), await connection({})]) {
    const { organizationId, id } = tenant;
    await sql`
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
      values (${organizationId}, ${id}, 1, 1), (${organizationId}, ${id}, 1, 2)
    `;
    await sql`
      insert into quarantined_rows (organization_id, connection_id, hash, feed, reason)
      values (${organizationId}, ${id}, 'h', 'transactions', 'no id')
    `;
    for (const state of ['pending', 'failed', 'delivered']) {
      await sql`
        insert into webhook_messages (
          organization_id, id, connection_id, app_number, shop_number, type, payload, created_at, state, due_at
        )
        values (
          ${organizationId}, ${state}, ${id}, 1, 1, 'merchant.uninstalled', '{}', now() - interval '100 seconds', ${state},
          ${state === 'pending' ? sql`now()` : null}
        )
      `;
    }
  }
  const text = await scrape();
  expect(samples(text, 'partner_sync_fold_backlog_pairs')).toEqual({ '': 4 });
  expect(samples(text, 'partner_sync_quarantined_rows')).toEqual({ '': 2 });
  expect(samples(text, 'partner_sync_outbox_messages')).toEqual({ 'state="pending"': 2, 'state="failed"': 2 });
  expect(samples(text, 'partner_sync_outbox_oldest_seconds')['']).toBeGreaterThanOrEqual(100);
});

test('what Convot refused is told until it takes something, however late the next try is', async () => {
  const { sql } = given.api;
  const refused = async () => samples(await scrape(), 'partner_sync_outbox_refused_seconds')[''] ?? -1;
  const { organizationId, id } = await connection({});
  /** @param at hours ago: written, and last tried */
  const message = (name: string, at: readonly [written: number, tried: number], answer: string) => sql`
    insert into webhook_messages (
      organization_id, id, connection_id, type, payload, created_at, last_attempt_at, attempts, last_answer, state, due_at
    )
    values (
      ${organizationId}, ${name}, ${id}, 'connection.error', '{}', now() - ${at[0]} * interval '1 hour',
      now() - ${at[1]} * interval '1 hour', 5, ${answer},
      ${answer === '204' ? 'delivered' : 'pending'}, ${answer === '204' ? null : sql`now() + interval '20 hours'`}
    )
  `;
  expect(await refused()).toBe(0);
  await message('taken', [50, 50], '204');
  // One that it never takes, beside others that it took later.
  await message('never', [60, 1], '400');
  expect(await refused()).toBe(0);
  // It is down: the last tries were hours ago.
  await message('first', [30, 10], '503');
  await message('second', [20, 15], 'ECONNREFUSED');
  expect(Math.round((await refused()) / 3_600)).toBe(30);
  // Sent again by hand, and not yet answered: what it took before counts as taken.
  await sql`update webhook_messages set state = 'pending', due_at = now() where id = 'taken'`;
  expect(Math.round((await refused()) / 3_600)).toBe(30);
  await sql`update webhook_messages set state = 'delivered', last_answer = '200', last_attempt_at = now(), due_at = null where id = 'second'`;
  expect(await refused()).toBe(0);
});

test('of a feed of changes that Convot takes nothing of the same is told, while somebody is at it', async () => {
  const { sql } = given.api;
  const told = async () => {
    const text = await scrape();
    return ['refused', 'oldest'].map((name) =>
      Math.round(samples(text, `partner_sync_outbox_${name}_seconds`)[''] ?? -1),
    );
  };
  await sql`delete from webhook_messages`;
  const cursor = async (organizationId: string, refused: string | null, accepted: string | null) => {
    await sql`insert into change_feeds (organization_id, last) values (${organizationId}, 5)`;
    await sql`
      insert into update_cursors (
        organization_id, epoch, installation_epoch, number, due_at, accepted_at, refused_since
      )
      values (
        ${organizationId}, 'e', 'e', 3, now() + interval '1 minute', now() - ${accepted}::interval,
        now() - ${refused}::interval
      )
    `;
  };
  await cursor('org_refused', '1 hour', '2 hours');
  expect(await told()).toEqual([3_600, 3_600]);
  await cursor('org_taken', null, '30 minutes');
  expect(await told()).toEqual([0, 3_600]);
  await sql`update update_cursors set refused_since = now() - interval '100 seconds' where organization_id = 'org_refused'`;
  expect(await told()).toEqual([100, 100]);
  await sql`update update_cursors set due_at = now() - interval '1 hour'`;
  expect(await told()).toEqual([0, 0]);
});

test('the worker reads no row of any tenant for it', async () => {
  const worker = connectPostgres(given.api.databaseUrl, { applicationName: 'test', role: 'convot_worker', max: 1 });
  open.push(worker);
  for (const table of [
    'connections',
    'sync_status',
    'merchant_marks',
    'quarantined_rows',
    'webhook_messages',
    'update_cursors',
  ]) {
    expect(await worker`select 1 from ${worker(table)}`).toEqual([]);
  }
});

test('without a database the scrape is whole but for what it would show, and says what failed', async () => {
  const text = await scrape('postgresql://nobody@127.0.0.1:1/nothing');
  expect(text).toContain('# TYPE partner_sync_connections gauge');
  expect(samples(text, 'partner_sync_connections')).toEqual({});
  expect(samples(text, 'partner_sync_collector_failures_total')).toEqual(
    Object.fromEntries(collectors.map(({ name }) => [`collector="${name}"`, 1])),
  );
});
