import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { UpdateActivities } from '../contract/update-activities.js';
import { readUpdates } from '../merchants/updates/read-updates.js';
import { type SentUpdate, setAside } from '../merchants/updates/set-aside.js';
import { moveUpdateCursor, readInstallationEpoch } from '../merchants/updates/update-cursor.js';
import type { UpdateMessage } from '../merchants/updates/update-message.js';
import type { Sql } from '../postgres/sql.js';
import { inSnapshot, withTenant } from '../postgres/tenant.js';
import { startDeliveries } from '../sync/start-deliveries.js';
import { attemptOf } from '../webhooks/attempt-of.js';
import type { SendMessage } from '../webhooks/send-message.js';
import type { StartDelivery } from '../webhooks/start-delivery.js';

// Of one organization. A merchant is told once in a batch, so that what is told of it keeps its order.
const AT_ONCE = 8;
// The one that was refused and another: when that is accepted, the receiver is well, and does not want the one.
const AT_ONCE_AFTER_REFUSAL = 2;
/** Of one that has no other beside it. */
const TRIES_ALONE = 3;
/** Then those of other organizations have their turn. */
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
    for (let most = refusals === 0 ? AT_ONCE : AT_ONCE_AFTER_REFUSAL; ; most = AT_ONCE) {
      const batch = await inSnapshot(sql, organizationId, (tenant) => readUpdates(tenant, most));
      if (batch === null) return { outcome: 'told' };
      const { messages, nowMs, cursor, before, after } = batch;
      const attempt = async (message: UpdateMessage): Promise<SentUpdate> => {
        const answer = await send({ ...message, nowMs }, cancellationSignal);
        return { message, attempt: attemptOf(answer, retryInMs) };
      };
      const attempts = await Promise.all(messages.map(attempt));
      const refused = attempts.filter((one) => one.attempt.state !== 'delivered');
      const hasAccepted = refused.length < attempts.length;
      const goesOn = hasAccepted || (attempts.length === 1 && refusals + 1 >= TRIES_ALONE);
      const waitMs = refused.length === 0 ? 0 : Math.max(...refused.map((one) => one.attempt.waitMs ?? retryInMs));
      const aside = await withTenant(sql, organizationId, async (tenant) => {
        const moved = { installationEpoch, hasAccepted, waitMs };
        await moveUpdateCursor(tenant, cursor, goesOn ? after : before, moved);
        return goesOn ? setAside(tenant, after.epoch, refused) : [];
      });
      await startDeliveries(deps, organizationId, aside);
      if (refused.length > 0) {
        const answers = [...new Set(refused.map((one) => one.attempt.answer))];
        const counts = { refused: refused.length, of: attempts.length, isSetAside: goesOn };
        logger.warn({ organizationId, answers, ...counts }, 'Convot did not take what changed of merchants');
        return { outcome: 'refused', waitMs };
      }
      if (performance.now() >= untilMs) return { outcome: 'more' };
    }
  };
}
