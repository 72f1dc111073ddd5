import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { UpdateActivities } from '../contract/update-activities.js';
import { readAnother, readUpdates, type UpdateBatch } from '../merchants/updates/read-updates.js';
import { type SentUpdate, setAside } from '../merchants/updates/set-aside.js';
import { moveUpdateCursor, readInstallationEpoch } from '../merchants/updates/update-cursor.js';
import type { UpdateMessage } from '../merchants/updates/update-message.js';
import type { Sql } from '../postgres/sql.js';
import { inSnapshot, withTenant } from '../postgres/tenant.js';
import { startDeliveries } from '../sync/start-deliveries.js';
import { attemptOf } from '../webhooks/attempt-of.js';
import type { SendMessage } from '../webhooks/send-message.js';
import type { StartDelivery } from '../webhooks/start-delivery.js';

/** Of one organization, side by side. No more are read at once: a name is not sent long after it was read. */
const AT_ONCE = 10;
/** Then no batch begins any more: other organizations have their turn. */
const BUDGET_MS = 5_000;

export interface ForwardUpdatesDeps {
  readonly sql: Sql;
  readonly send: SendMessage;
  readonly startDelivery: StartDelivery | null;
  /** False: whoever told Convot of changes before comes to an end. */
  readonly tellsUpdates: boolean;
  readonly logger: Logger;
}

/**
 * Tells Convot what an organization's feed has for it, batch by batch. A receiver that takes something, be it another
 * merchant that is told only to see that, is well: then what it refused is set aside, as messages with attempts of their
 * own, and the others go on. While it takes nothing the cursor stays: what changes meanwhile is told once, as it is then.
 *
 * A worker that dies between the requests and the cursor has the receiver see some twice, under the same ids.
 */
export function createForwardUpdates(deps: ForwardUpdatesDeps): UpdateActivities['forwardUpdates'] {
  const { sql, logger } = deps;
  return async ({ organizationId, retryInMs }) => {
    if (!deps.tellsUpdates) return { outcome: 'told' };
    const { cancellationSignal } = Context.current();
    const tell = async (message: UpdateMessage): Promise<SentUpdate> => ({
      message,
      attempt: attemptOf(await deps.send(message, cancellationSignal), retryInMs),
    });
    const takesAnother = async (batch: UpdateBatch) => {
      const another = await inSnapshot(sql, organizationId, (tenant) => readAnother(tenant, batch));
      return another !== null && !isRefused(await tell(another));
    };
    const installationEpoch = await readInstallationEpoch(sql);
    const untilMs = performance.now() + BUDGET_MS;
    do {
      const batch = await inSnapshot(sql, organizationId, (tenant) => readUpdates(tenant, AT_ONCE));
      if (batch === null) return { outcome: 'told' };
      const { cursor, before, messages } = batch;
      const sent = await Promise.all(messages.map(tell));
      const refused = sent.filter(isRefused);
      const isWell = refused.length < sent.length || (await takesAnother(batch));
      const waitMs = restAfter(sent, retryInMs);
      const aside = await withTenant(sql, organizationId, async (tenant) => {
        const written = isWell ? await setAside(tenant, before.epoch, refused) : [];
        const last = { epoch: before.epoch, number: Math.max(...messages.map(({ number }) => number)) };
        const moved = { installationEpoch, hasAccepted: isWell, waitMs };
        await moveUpdateCursor(tenant, cursor, isWell ? last : before, moved);
        return written;
      });
      for (const { id, waitMs: inMs } of aside) await startDeliveries(deps, organizationId, [id], inMs);
      if (refused.length > 0) {
        const answers = [...new Set(refused.map(({ attempt }) => attempt.answer))];
        const counts = { refused: refused.length, of: sent.length, isSetAside: isWell };
        logger.warn({ organizationId, answers, ...counts }, 'Convot did not take what changed of merchants');
      }
      if (!isWell) return { outcome: 'refused', waitMs };
      if (waitMs > 0) return { outcome: 'more', waitMs };
    } while (performance.now() < untilMs);
    return { outcome: 'more', waitMs: 0 };
  };
}

function isRefused({ attempt }: SentUpdate): boolean {
  return attempt.state !== 'delivered';
}

/** A receiver that asks for time gets it; so does one that refuses most, which may have too much to do. In milliseconds. */
function restAfter(sent: readonly SentUpdate[], retryInMs: number): number {
  const refused = sent.filter(isRefused);
  const longestMs = Math.max(0, ...refused.map(({ attempt }) => attempt.waitMs ?? retryInMs));
  return longestMs > retryInMs || refused.length > sent.length / 2 ? longestMs : 0;
}
