import { SEND_NOW_SIGNAL, webhookWorkflowId } from '../../../src/contract/names.js';
import type { Instant } from '../../../src/values/instant.js';
import { waitFor } from '../../support/servers/wait-for.js';
import { readLedger, readStored } from '../invariants/read-rows.js';
import { judgeRows } from '../invariants/rows.js';
import type { ChaosAccount } from './account.js';
import type { Stage } from './stage.js';

/**
 * Waits until all is as it would be without faults: every row stored and derived, everything answered that somebody waits
 * for, a whole look at the newest rows since then, and Convot told. Nobody lends a hand, but that an operator has sent at
 * once what the receiver refused: it waits for five minutes and more after the second time.
 * @returns milliseconds that it took
 * @throws naming what is not so
 */
export async function settled(
  stage: Stage,
  accounts: readonly ChaosAccount[],
  { healedAt, boundMs }: { readonly healedAt: Instant; readonly boundMs: number },
): Promise<number> {
  const began = performance.now();
  const waiting = new Map(accounts.map((account) => [account, 'it is asked']));
  try {
    await waitFor(
      'all to be in order',
      async () => {
        for (const account of [...waiting.keys()]) {
          const unsettled = await unsettledOf(stage, account, healedAt);
          if (unsettled === null) waiting.delete(account);
          else waiting.set(account, unsettled);
        }
        await sendWhatWaits(stage);
        return waiting.size === 0 && (await pendingMessages(stage)).length === 0;
      },
      { timeoutMs: boundMs, intervalMs: 500 },
    );
  } catch (error) {
    const left = [...waiting].map(([{ name, connectionId }, what]) => `${name} (${connectionId}): ${what}`);
    throw new Error([error instanceof Error ? error.message : String(error), ...left].join('\n'), { cause: error });
  }
  return performance.now() - began;
}

/** What is not yet in order of an account; null when all is. */
async function unsettledOf(stage: Stage, account: ChaosAccount, healedAt: Instant): Promise<string | null> {
  const { installation } = stage;
  const [row] = await installation.sql<Standing[]>`
    select
      c.status, c.error_code, s.phase, s.backfilled, s.last_synced_at, d.wanted_at is not null as is_wanted,
      (
        select count(*)::integer from sync_windows w where w.connection_id = c.id and w.kind in ('head', 'backfill')
      ) as windows,
      (select count(*)::integer from merchant_marks m where m.connection_id = c.id) as marks,
      (
        (select count(*) from transactions t where t.connection_id = c.id)
        + (select count(*) from app_events e where e.connection_id = c.id)
      )::integer as rows
    from connections c
    join sync_status s on s.connection_id = c.id
    join connection_directory d on d.connection_id = c.id
    where c.id = ${account.connectionId}
  `;
  if (row === undefined) return 'it is not there';
  const told = JSON.stringify(row);
  if (account.isRefused) return row.status === 'error' ? null : told;
  const rows = readLedger(installation.simulator, account.partnerOrganizationId).length;
  const isSettled =
    row.status === 'connected' &&
    row.errorCode === null &&
    row.phase === 'idle' &&
    row.backfilled &&
    !row.isWanted &&
    row.windows === 0 &&
    row.marks === 0 &&
    row.rows >= rows &&
    (row.lastSyncedAt ?? '') > healedAt;
  return isSettled ? null : `${told} of ${rows} rows; ${await whatIsMissing(stage, account)}`;
}

async function whatIsMissing({ installation }: Stage, account: ChaosAccount): Promise<string> {
  const ledger = readLedger(installation.simulator, account.partnerOrganizationId);
  return judgeRows(ledger, await readStored(installation.sql, account.connectionId)).join(', ');
}

interface Standing {
  readonly status: string;
  readonly errorCode: string | null;
  readonly phase: string;
  readonly backfilled: boolean;
  readonly lastSyncedAt: Instant | null;
  readonly isWanted: boolean;
  readonly windows: number;
  readonly marks: number;
  readonly rows: number;
}

function pendingMessages({ installation: { sql } }: Stage) {
  return sql<{ id: string; attempts: number }[]>`select id, attempts from webhook_messages where state = 'pending'`;
}

async function sendWhatWaits(stage: Stage): Promise<void> {
  for (const { id, attempts } of await pendingMessages(stage)) {
    if (attempts === 0) continue;
    const run = stage.installation.temporal.workflow.getHandle(webhookWorkflowId(id));
    // One that does not run is started by the reconciler.
    await run.signal(SEND_NOW_SIGNAL).catch(() => undefined);
  }
}
