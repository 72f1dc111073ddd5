import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { UpdateActivities } from '../contract/update-activities.js';
import { readUpdates } from '../merchants/updates/read-updates.js';
import { type SentUpdate, setAside } from '../merchants/updates/set-aside.js';
import { moveUpdateCursor, readInstallationEpoch } from '../merchants/updates/update-cursor.js';
import type { Sql } from '../postgres/sql.js';
import { inSnapshot, withTenant } from '../postgres/tenant.js';
import { startDeliveries } from '../sync/start-deliveries.js';
import { inParallel } from '../values/in-parallel.js';
import { attemptOf } from '../webhooks/attempt-of.js';
import type { SendMessage } from '../webhooks/send-message.js';
import type { StartDelivery } from '../webhooks/start-delivery.js';

/** Read at once. A merchant is among them once, so that what is told of it keeps its order. */
const READ_AT_ONCE = 100;
/** Requests of one organization. */
const SENT_AT_ONCE = 10;
// The one that was refused and another: when that is accepted, the receiver is well, and does not want the one.
const AFTER_REFUSAL = 2;
/** Of one that has no other beside it. */
const TRIES_ALONE = 3;
/** Then no request begins any more: those of other organizations have their turn. */
const BUDGET_MS = 5_000;

export interface ForwardUpdatesDeps {
  readonly sql: Sql;
  readonly send: SendMessage;
  readonly startDelivery: StartDelivery | null;
  /** False: whoever told Convot of changes before comes to an end. */
  readonly isWanted: boolean;
  readonly logger: Logger;
}

/**
 * Tells Convot what an organization's feed has for it, batch by batch. While the receiver takes nothing the cursor stays:
 * what changes meanwhile is told once, as it is then. What it refuses beside others that it takes, or again and again
 * alone, is set aside as a message with attempts of its own, so that the others go on.
 *
 * A worker that dies between the requests and the cursor has the receiver see some twice, under the same ids.
 */
export function createForwardUpdates(deps: ForwardUpdatesDeps): UpdateActivities['forwardUpdates'] {
  const { sql, send, logger } = deps;
  return async ({ organizationId, refusals, retryInMs }) => {
    if (!deps.isWanted) return { outcome: 'told' };
    const untilMs = performance.now() + BUDGET_MS;
    const { cancellationSignal } = Context.current();
    const installationEpoch = await readInstallationEpoch(sql);
    for (let most = refusals === 0 ? READ_AT_ONCE : AFTER_REFUSAL; ; most = READ_AT_ONCE) {
      const batch = await inSnapshot(sql, organizationId, (tenant) => readUpdates(tenant, most));
      if (batch === null) return { outcome: 'told' };
      const { messages, nowMs, cursor, before } = batch;
      const sent: SentUpdate[] = [];
      const refused: SentUpdate[] = [];
      const beforeRefusal = function* () {
        for (const message of messages) {
          if (refused.length > 0 || (sent.length > 0 && performance.now() >= untilMs)) return;
          yield message;
        }
      };
      await inParallel(beforeRefusal(), SENT_AT_ONCE, async (message) => {
        const attempt = attemptOf(await send({ ...message, nowMs }, cancellationSignal), retryInMs);
        sent.push({ message, attempt });
        if (attempt.state !== 'delivered') refused.push({ message, attempt });
      });
      const hasAccepted = refused.length < sent.length;
      const goesOn = hasAccepted || (messages.length === 1 && refusals + 1 >= TRIES_ALONE);
      const waitMs = Math.max(0, ...refused.map(({ attempt }) => attempt.waitMs ?? retryInMs));
      // They were begun in their order, and all that were begun have ended.
      const last = { epoch: before.epoch, number: Math.max(...sent.map(({ message }) => message.number)) };
      const aside = await withTenant(sql, organizationId, async (tenant) => {
        const moved = { installationEpoch, hasAccepted, waitMs };
        await moveUpdateCursor(tenant, cursor, goesOn ? last : before, moved);
        return goesOn ? setAside(tenant, before.epoch, refused) : [];
      });
      await startDeliveries(deps, organizationId, aside);
      if (refused.length > 0) {
        const answers = [...new Set(refused.map(({ attempt }) => attempt.answer))];
        const counts = { refused: refused.length, of: sent.length, isSetAside: goesOn };
        logger.warn({ organizationId, answers, ...counts }, 'Convot did not take what changed of merchants');
        return { outcome: 'refused', waitMs };
      }
      if (performance.now() >= untilMs) return { outcome: 'more' };
    }
  };
}
