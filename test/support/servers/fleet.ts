import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createRecordFailure } from '../../../src/activities/record-failure.js';
import { createTellStale } from '../../../src/activities/tell-stale.js';
import { createStormWatch } from '../../../src/connections/failures/storm-watch.js';
import {
  claimPartnerOrganization,
  endGeneration,
  startGeneration,
} from '../../../src/connections/store/connections.js';
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
  readonly partnerOrganizationId: string;
}

export interface ToldMessage {
  readonly id: string;
  readonly type: string;
  readonly payload: { readonly timestamp: string; readonly data: Record<string, unknown> };
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
    const deps = { sql: workerSql, logger, startDelivery: null };
    const storms = createStormWatch(deps, policy);
    return {
      sql: workerSql,
      storms,
      record: createRecordFailure(deps, policy, storms),
      tellStale: createTellStale(deps, policy),
    };
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
          partnerOrganizationId: String(index + 1),
        };
      });
      await Promise.all(
        members.map(({ organizationId, connectionId, partnerOrganizationId }) =>
          withTenant(sql, organizationId, async (tenant) => {
            const owner = { id: connectionId, partnerOrganizationId, connectedBy: 'test' };
            await claimPartnerOrganization(tenant, owner);
            await startGeneration(tenant, connectionId, 'test', { ciphertext: 'v1.test', hint: 'test' });
            await prepareSync(tenant, connectionId);
          }),
        ),
      );
      return members;
    },

    /** Its sync failed; a timer had begun it. @param attempt of the activity: one that was lost is recorded again */
    async fail(
      { organizationId, connectionId }: FleetMember,
      code = 'token_rejected',
      kind: FailureKind = 'credential',
      attempt = randomUUID() as string,
    ) {
      const failure = { kind, code, permission: null, reference: 'r', generation: null };
      const environment = new MockActivityEnvironment({ activityId: attempt });
      const input = { organizationId, connectionId, failure, asked: false };
      const recorded: unknown = await environment.run(nextWorker().record, input);
      return (recorded as RecordedFailure | null)?.verdict;
    },

    /** Its sync ended without error. @param ends `behind`: newer rows than those it read are still missing */
    async work(
      { organizationId, connectionId, partnerOrganizationId }: FleetMember,
      ends: 'whole' | 'behind' = 'whole',
    ): Promise<void> {
      const run = { id: randomUUID(), startedAt: instantFromMs(Date.now()), kind: 'head', outcome: 'ok' } as const;
      const isWhole = ends === 'whole';
      await withTenant(nextWorker().sql, organizationId, (tenant) =>
        closeSync(tenant, connectionId, {
          ...{ partnerOrganizationId, backfilled: true, served: true, succeeded: true, headScannedAt: run.startedAt },
          ...{ phase: isWhole ? 'idle' : 'syncing', hasGap: !isWhole, freshAt: isWhole ? run.startedAt : null },
          ...{ nextSyncInMs: policy.intervalMs, servedVersion: null, wasFailing: true, isIdle: false },
          run: { ...run, requests: 1, rows: 0, newRows: 0, errorCode: null },
        }),
      );
    },

    /** A new token, which Shopify accepts. */
    async reconnect({ organizationId, connectionId }: FleetMember): Promise<void> {
      await withTenant(api, organizationId, (tenant) => startGeneration(tenant, connectionId, 'test', null));
    },

    async disconnect({ organizationId, connectionId }: FleetMember): Promise<void> {
      await withTenant(api, organizationId, (tenant) => endGeneration(tenant, connectionId, 'test'));
    },

    /** What every worker does four times a minute. */
    async look(): Promise<void> {
      await Promise.all(workers.map(({ storms }) => storms.look()));
      await Promise.all(workers.map(({ tellStale }) => tellStale(Infinity)));
    },

    /** The messages to Convot on this connection, the oldest first. */
    async told({ connectionId }: FleetMember): Promise<ToldMessage[]> {
      return sql`select id, type, payload from webhook_messages where connection_id = ${connectionId} order by created_at, id`;
    },

    /** As if nothing new had come of it for so long. */
    async goWithout({ connectionId }: FleetMember, ms: number): Promise<void> {
      const earlier = sql`${ms} * interval '1 millisecond'`;
      await sql`update connections set connected_at = connected_at - ${earlier} where id = ${connectionId}`;
      await sql`
        update sync_status
        set last_synced_at = last_synced_at - ${earlier}, phase_at = phase_at - ${earlier}
        where connection_id = ${connectionId}
      `;
      await sql`update connection_directory set fresh_at = fresh_at - ${earlier} where connection_id = ${connectionId}`;
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
