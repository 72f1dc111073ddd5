import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createRecordFailure } from '../../../src/activities/record-failure.js';
import { createStormWatch } from '../../../src/connections/failures/storm-watch.js';
import { claimPartnerOrganization, startGeneration } from '../../../src/connections/store/connections.js';
import { prepareSync } from '../../../src/connections/store/sync-status.js';
import type { RecordedFailure } from '../../../src/contract/connection-activities.js';
import type { FailureKind } from '../../../src/contract/connection-words.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';
import { createLogger } from '../../../src/process/log.js';
import { closeSync } from '../../../src/sync/store/close-sync.js';
import { instantFromMs } from '../../../src/values/instant.js';
import { createTestDatabase } from '../database/database.js';

export interface FleetMember {
  readonly organizationId: string;
  readonly connectionId: string;
}

const WORKERS = 2;

/** Many connections of many organizations, whose syncs end as a test says; two workers write that down. */
export async function startFleet(policy: { intervalMs: number; failureLimit: number }) {
  const database = await createTestDatabase();
  /** Bound by no tenant, for moving time and for looking at what was stored. */
  const sql = connectPostgres(database.url, { applicationName: 'convot-test', max: 2 });
  const api = connectPostgres(database.url, { applicationName: 'convot-test', role: 'convot_api', max: 2 });
  /** What operators read: level and facts of each line. */
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('test', 'info', {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const workers = Array.from({ length: WORKERS }, () => {
    const workerSql = connectPostgres(database.url, { applicationName: 'convot-test', role: 'convot_worker', max: 4 });
    const storms = createStormWatch({ sql: workerSql, logger }, policy);
    return { sql: workerSql, storms, record: createRecordFailure(workerSql, policy, storms) };
  });
  let turn = 0;
  const nextWorker = () => workers[(turn += 1) % WORKERS] as (typeof workers)[number];

  return {
    sql,
    api,
    lines,

    /** So many, spread over so many organizations; all have been synced since long. */
    async connect(count: number, organizations: number): Promise<FleetMember[]> {
      const members = Array.from({ length: count }, (_, index) => {
        return {
          organizationId: `org_${index % organizations}`,
          connectionId: randomUUID(),
          number: String(index + 1),
        };
      });
      await Promise.all(
        members.map(({ organizationId, connectionId, number }) =>
          withTenant(sql, organizationId, async (tenant) => {
            const owner = { id: connectionId, partnerOrganizationId: number, connectedBy: 'test' };
            await claimPartnerOrganization(tenant, owner);
            await startGeneration(tenant, connectionId, 'test', { ciphertext: 'v1.test', hint: 'test' });
            await prepareSync(tenant, connectionId);
          }),
        ),
      );
      return members;
    },

    /** Its sync failed; a timer had begun it. */
    async fail(member: FleetMember, code = 'token_rejected', kind: FailureKind = 'credential') {
      const failure = { kind, code, permission: null, reference: 'r', generation: null };
      const environment = new MockActivityEnvironment({ activityId: randomUUID() });
      const recorded: unknown = await environment.run(nextWorker().record, { ...member, failure, asked: false });
      return (recorded as RecordedFailure | null)?.verdict;
    },

    /** Its sync ended without error. */
    async work({ organizationId, connectionId }: FleetMember): Promise<void> {
      const run = { id: randomUUID(), startedAt: instantFromMs(Date.now()), kind: 'head', outcome: 'ok' } as const;
      await withTenant(nextWorker().sql, organizationId, (tenant) =>
        closeSync(tenant, connectionId, {
          ...{
            phase: 'idle',
            backfilled: true,
            served: true,
            succeeded: true,
            headScannedAt: run.startedAt,
            hasGap: false,
          },
          ...{ nextSyncInMs: policy.intervalMs, servedVersion: null, wasFailing: true },
          run: { ...run, requests: 1, rows: 0, newRows: 0, errorCode: null },
        }),
      );
    },

    /** A new token, which Shopify accepts. */
    async reconnect({ organizationId, connectionId }: FleetMember): Promise<void> {
      await withTenant(api, organizationId, (tenant) => startGeneration(tenant, connectionId, 'test', null));
    },

    /** What every worker does four times a minute. */
    async look(): Promise<void> {
      await Promise.all(workers.map(({ storms }) => storms.look()));
    },

    /** As if so much time had gone by: whatever was written was written that much earlier. */
    async pass(ms: number): Promise<void> {
      const earlier = sql`${ms} * interval '1 millisecond'`;
      await sql`update connections set failure_counted_at = failure_counted_at - ${earlier}, error_since = error_since - ${earlier}`;
      await sql`update connection_directory set refused_since = refused_since - ${earlier}`;
      await sql`
        update credential_storms
        set since = since - ${earlier}, began_at = began_at - ${earlier}, ends_at = ends_at - ${earlier}
      `;
    },

    async inError(): Promise<string[]> {
      const rows = await sql<{ id: string }[]>`select id from connections where status = 'error'`;
      return rows.map(({ id }) => id).sort();
    },

    /** Storms that there were, and whether each is on. */
    async storms(): Promise<{ code: string; isOn: boolean }[]> {
      return sql`select code, ends_at > now() as is_on from credential_storms order by id`;
    },

    async close(): Promise<void> {
      await Promise.all([sql, api, ...workers.map((worker) => worker.sql)].map((open: Sql) => open.end()));
      await database.drop();
    },
  };
}

export type Fleet = Awaited<ReturnType<typeof startFleet>>;
