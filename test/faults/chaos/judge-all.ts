import type { Sql } from '../../../src/postgres/sql.js';
import { tokenHash } from '../../../src/simulator/world.js';
import { LOGINS } from '../../support/database/own-postgres.js';
import { judgeCommands, type Outcome } from '../invariants/commands.js';
import { judgeDerived } from '../invariants/derived.js';
import { judgeLeftRows, judgeProcesses, judgeStrays, type LeftRows } from '../invariants/leftovers.js';
import { judgeOutbox, type StoredMessage } from '../invariants/outbox.js';
import { readLedger, readStored } from '../invariants/read-rows.js';
import { judgePace, judgePairs } from '../invariants/requests.js';
import { judgeRows } from '../invariants/rows.js';
import { judgeRuns } from '../invariants/runs.js';
import { judgeSecrets, judgeStoredTokens, type StoredToken } from '../invariants/secrets.js';
import { judgeStatus, type ShownStatus } from '../invariants/status.js';
import type { ChaosAccount } from './account.js';
import { lookAt } from './look.js';
import { processesWith } from './processes-with.js';
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
  const organizations = new Set(accounts.map(({ partnerOrganizationId }) => partnerOrganizationId));
  const hashes = new Set<string | null>(accounts.map(({ token }) => tokenHash(token)));
  // Those of one of their tokens, too, wherever that was sent.
  const requests = installation.simulator.log
    .list(since)
    .filter((request) => organizations.has(request.organizationId) || hashes.has(request.tokenHash));
  const processes = [api, ...workers, thirdWorker];
  const ids = new Set(accounts.map(({ connectionId }) => connectionId));
  const received = receiver.received
    .filter(({ body }) => [...ids].some((id) => body.includes(id)))
    .map(({ id, body, isTaken }) => ({ id, body, isTaken: isTaken() }));
  const judged = await eachOf({
    pairs: () => judgePairs(requests, new Set(accounts.map(({ issued }) => issued))),
    pace: () => judgePace(requests, REQUESTS_PER_SECOND, stage.stalls),
    processes: () => judgeProcesses(processes.flatMap((process) => process.judged())),
    strays: () =>
      judgeStrays(
        processesWith(stage.mark),
        processes.flatMap((process) => process.pids()),
      ),
    secrets: () =>
      judgeSecrets(
        accounts.map(({ token }) => token),
        [
          ...processes.flatMap((process) => process.written()),
          { where: 'what the receiver was sent', text: received.map(({ body }) => body).join('\n') },
        ],
      ),
    outbox: async () =>
      judgeOutbox(
        accounts.flatMap(({ lostShops }) => lostShops),
        await readMessages(installation.sql, [...ids]),
        received,
      ),
  });
  return [...findings, ...judged];
}

async function judgeAccount(stage: Stage, account: ChaosAccount): Promise<string[]> {
  const { installation, operator } = stage;
  const { sql, simulator, temporal } = installation;
  const { organizationId, connectionId, partnerOrganizationId, isRefused } = account;
  const standing = isRefused ? 'token refused' : 'well';
  const shown = async () => {
    const { status, json } = await account.call('GET', `/${connectionId}`);
    if (status !== 200) throw new Error(`the api answered ${status}`);
    return json as unknown as ShownStatus;
  };
  const tokens = () => sql<StoredToken[]>`
    select status, token_ciphertext as ciphertext from connections where id = ${connectionId}
  `;
  return eachOf({
    rows: async () => judgeRows(readLedger(simulator, partnerOrganizationId), await readStored(sql, connectionId)),
    look: async () => (await lookAt(installation, account)) ?? ['the database did not answer'],
    status: async () => judgeStatus(await shown(), standing, { nowMs: Date.now(), intervalMs: stage.intervalMs }),
    tokens: async () => judgeStoredTokens(await tokens(), ['test']),
    commands: async () => (isRefused ? [] : judgeCommands(account.accepted, await readOutcome(sql, connectionId))),
    run: async () => judgeRuns([await readRun(temporal, connectionId, isRefused ? 'error' : 'connected')]),
    leftRows: async () => judgeLeftRows(await readLeftRows(sql, connectionId)),
    derived: () => judgeDerived(operator, { organizationId, connectionId }),
  });
}

/** What all of them found, one after the other. One that cannot judge does not keep the others from it. */
async function eachOf(judges: Readonly<Record<string, () => string[] | Promise<string[]>>>): Promise<string[]> {
  const findings: string[] = [];
  for (const [name, judge] of Object.entries(judges)) {
    try {
      findings.push(...(await judge()));
    } catch (error) {
      findings.push(`${name} was not judged: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return findings;
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
