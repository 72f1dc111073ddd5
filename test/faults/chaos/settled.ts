import { webhookWorkflowId } from '../../../src/contract/names.js';
import type { Instant } from '../../../src/values/instant.js';
import { createStartDeliveryNow } from '../../../src/webhooks/start-delivery.js';
import { waitFor } from '../../support/servers/wait-for.js';
import { readLedger, readStored } from '../invariants/read-rows.js';
import { judgeRows } from '../invariants/rows.js';
import type { ChaosAccount } from './account.js';
import type { Stage } from './stage.js';

/**
 * Waits until all is as it would be without faults: every row stored and derived, everything answered that somebody waits
 * for, a whole look at the newest rows since then, and Convot told. Nobody lends a hand, but that an operator has messages
 * sent at once that the receiver refused: after the second time they wait for five minutes.
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
        await sendWhatWaits(stage, accounts);
        return waiting.size === 0 && (await pendingMessages(stage, accounts)).length === 0;
      },
      { timeoutMs: boundMs, intervalMs: 500 },
    );
  } catch (error) {
    const left = [...waiting].map(([{ name, connectionId }, what]) => `${name} (${connectionId}): ${what}`);
    const told = await describeMessages(stage, accounts);
    throw new Error([error instanceof Error ? error.message : String(error), ...left, ...told].join('\n'), {
      cause: error,
    });
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

interface PendingMessage {
  readonly organizationId: string;
  readonly id: string;
  readonly type: string;
  readonly attempts: number;
  readonly lastAnswer: string | null;
  readonly dueAt: Instant;
}

function pendingMessages({ installation: { sql } }: Stage, accounts: readonly ChaosAccount[]) {
  const ids = accounts.map(({ connectionId }) => connectionId);
  return sql<PendingMessage[]>`
    select
      organization_id, id, type, attempts, last_answer, due_at
    from webhook_messages
    where state = 'pending' and connection_id = any (${ids}::uuid[])
  `;
}

/** As an operator's command sends it. */
async function sendWhatWaits(stage: Stage, accounts: readonly ChaosAccount[]): Promise<void> {
  const sendNow = createStartDeliveryNow(stage.installation.temporal);
  for (const { id, organizationId, attempts } of await pendingMessages(stage, accounts)) {
    if (attempts > 0) await sendNow({ organizationId, messageId: id }).catch(() => undefined);
  }
}

/** Messages that wait, with what Temporal has of each. */
async function describeMessages(stage: Stage, accounts: readonly ChaosAccount[]): Promise<string[]> {
  const messages = await pendingMessages(stage, accounts).catch(() => []);
  return Promise.all(
    messages.map(async (message) => {
      const handle = stage.installation.temporal.workflow.getHandle(webhookWorkflowId(message.id));
      const run = await handle.describe().catch(() => undefined);
      const { pendingActivities, pendingWorkflowTask } = run?.raw ?? {};
      const standing = {
        ...{ ...message, run: run?.status.name, events: run?.historyLength },
        ...{ task: pendingWorkflowTask?.attempt, activity: pendingActivities?.[0]?.attempt },
        ...{ activityState: pendingActivities?.[0]?.state, next: pendingActivities?.[0]?.scheduledTime },
      };
      return `waits: ${JSON.stringify(standing)}`;
    }),
  );
}
