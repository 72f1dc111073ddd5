import type { Sql } from '../../../src/postgres/sql.js';
import type { Instant } from '../../../src/values/instant.js';
import { LOGINS } from '../../support/database/own-postgres.js';
import { judgeCommands, type Outcome } from '../invariants/commands.js';
import { judgeDerived } from '../invariants/derived.js';
import { judgeLeftRows, judgeProcesses, type LeftRows } from '../invariants/leftovers.js';
import { judgeOutbox, type StoredMessage } from '../invariants/outbox.js';
import { readLedger, readStored } from '../invariants/read-rows.js';
import { judgePace, judgePairs } from '../invariants/requests.js';
import { judgeRows } from '../invariants/rows.js';
import { judgeRuns } from '../invariants/runs.js';
import { judgeSecrets, judgeStoredTokens, type StoredToken } from '../invariants/secrets.js';
import { judgeStatus, type ShownStatus } from '../invariants/status.js';
import type { ChaosAccount } from './account.js';
import { lookAt } from './look.js';
import { readRun } from './read-run.js';
import type { Stage } from './stage.js';

/** As many as Shopify allows. */
const REQUESTS_PER_SECOND = 4;

/** Every judge on what became of these accounts, once all is quiet. @param since the number of the last request before */
export async function judgeAll(stage: Stage, accounts: readonly ChaosAccount[], since: number): Promise<string[]> {
  const findings: string[] = [];
  for (const account of accounts) {
    const found = await judgeAccount(stage, account);
    findings.push(...found.map((what) => `${account.name} (${account.connectionId}): ${what}`));
  }
  const { installation, receiver, api, workers, thirdWorker } = stage;
  const requests = installation.simulator.log
    .list(since)
    .filter(({ organizationId }) => accounts.some((own) => own.partnerOrganizationId === organizationId));
  const processes = [api, ...workers, thirdWorker];
  const ids = new Set(accounts.map(({ connectionId }) => connectionId));
  const received = receiver.received
    .filter(({ body }) => [...ids].some((id) => body.includes(id)))
    .map(({ id, body, isTaken }) => ({ id, body, isTaken: isTaken() }));
  findings.push(
    ...judgePairs(requests, new Set(accounts.map(({ issued }) => issued))),
    ...judgePace(requests, REQUESTS_PER_SECOND, stage.stalls),
    ...judgeProcesses(processes.flatMap((process) => process.judged())),
    ...judgeSecrets(
      accounts.map(({ token }) => token),
      [
        ...processes.flatMap((process) => process.written()),
        { where: 'what the receiver was sent', text: received.map(({ body }) => body).join('\n') },
      ],
    ),
    ...judgeOutbox(
      accounts.flatMap(({ lostShops }) => lostShops),
      await readMessages(installation.sql, [...ids]),
      received,
    ),
  );
  return findings;
}

async function judgeAccount(stage: Stage, account: ChaosAccount): Promise<string[]> {
  const { installation, operator } = stage;
  const { sql, simulator } = installation;
  const { organizationId, connectionId, partnerOrganizationId } = account;
  const shown = (await account.call('GET', `/${connectionId}`)).json as unknown as ShownStatus;
  const standing = account.isRefused ? 'token refused' : 'well';
  const tokens = await sql<StoredToken[]>`
    select status, token_ciphertext as ciphertext from connections where id = ${connectionId}
  `;
  const looked = await lookAt(installation, account);
  return [
    ...judgeRows(readLedger(simulator, partnerOrganizationId), await readStored(sql, connectionId)),
    ...(looked ?? ['the database did not answer']),
    ...judgeStatus(shown, standing, { nowMs: Date.now(), intervalMs: stage.intervalMs }),
    ...judgeStoredTokens(tokens, ['test']),
    ...(account.isRefused ? [] : judgeCommands(account.accepted, await readOutcome(sql, connectionId))),
    ...judgeRuns([await readRun(installation.temporal, connectionId, shown.status)]),
    ...judgeLeftRows(await readLeftRows(sql, connectionId)),
    ...(await judgeDerived(operator, { organizationId, connectionId })),
  ];
}

async function readOutcome(sql: Sql, connectionId: string): Promise<Outcome> {
  const [outcome] = await sql<Outcome[]>`
    select
      c.status, c.generation, s.last_synced_at, d.wanted_at is not null as is_wanted,
      array(select app_number::text from apps a where a.connection_id = c.id and a.removed_at is null) as app_numbers
    from connections c
    join sync_status s on s.connection_id = c.id
    join connection_directory d on d.connection_id = c.id
    where c.id = ${connectionId}
  `;
  if (outcome === undefined) throw new Error('The connection is not there.');
  return outcome;
}

async function readLeftRows(sql: Sql, connectionId: string): Promise<LeftRows> {
  const [left] = await sql<[LeftRows]>`
    select
      (
        select count(*)::integer from sync_leases
        where connection_id = ${connectionId} and until < now() - interval '10 seconds'
      ) as leases,
      (
        select count(*)::integer from sync_windows
        where connection_id = ${connectionId} and kind in ('head', 'backfill')
      ) as windows,
      (select count(*)::integer from merchant_marks where connection_id = ${connectionId}) as marks,
      (
        select count(*)::integer from pg_stat_activity
        where usename = any (${Object.values(LOGINS)}) and xact_start < now() - interval '30 seconds'
      ) as open_transactions
  `;
  return left;
}

function readMessages(sql: Sql, connectionIds: readonly string[]): Promise<StoredMessage[]> {
  return sql<StoredMessage[]>`
    select
      id, type, state, payload -> 'data' ->> 'myshopifyDomain' as domain,
      exists (select from webhook_directory d where d.message_id = m.id) as is_due,
      created_at > now() - interval '1 minute' as is_new
    from webhook_messages m
    where connection_id = any (${connectionIds}) and state <> 'not_sent'
  `;
}

/** Newer than this are the looks that count. */
export async function databaseNow(sql: Sql): Promise<Instant> {
  const [{ now }] = await sql<[{ now: Instant }]>`select clock_timestamp() as now`;
  return now;
}
