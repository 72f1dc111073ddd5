import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { DeliveryActivities } from '../contract/delivery-activities.js';
import { UPDATE_TYPE } from '../contract/merchant-words.js';
import { readUpdate } from '../merchants/updates/read-updates.js';
import { cursorOf } from '../merchants/updates/set-aside.js';
import type { Sql } from '../postgres/sql.js';
import { inSnapshot, withTenant } from '../postgres/tenant.js';
import { attemptOf } from '../webhooks/attempt-of.js';
import type { SendMessage } from '../webhooks/send-message.js';
import { forgetMessage, noteAttempt, type PendingMessage, readPending } from '../webhooks/store/webhook-messages.js';

export interface DeliveryDeps {
  readonly sql: Sql;
  readonly send: SendMessage;
  /** False: what changed of merchants is not told any more, nor what of it was set aside before. */
  readonly tellsUpdates: boolean;
  readonly logger: Logger;
}

/**
 * One attempt to deliver a message. A worker that dies between the request and its note makes the receiver see it
 * twice, under the same id.
 */
export function createDeliver({ sql, send, tellsUpdates, logger }: DeliveryDeps): DeliveryActivities['deliver'] {
  return async ({ organizationId, messageId, retryInMs }) => {
    const pending = await withTenant(sql, organizationId, (tenant) => readPending(tenant, messageId));
    if (pending === undefined) return { outcome: 'settled' };
    const body = await bodyOf(organizationId, pending);
    if (body === null) {
      await withTenant(sql, organizationId, (tenant) => forgetMessage(tenant, messageId));
      return { outcome: 'settled' };
    }
    const { nowMs } = pending;
    const answer = await send({ id: messageId, body, nowMs }, Context.current().cancellationSignal);
    const attempt = attemptOf(answer, retryInMs);
    await withTenant(sql, organizationId, (tenant) => noteAttempt(tenant, messageId, attempt));
    if (attempt.state === 'failed') {
      logger.warn({ messageId, organizationId, answer: attempt.answer }, 'a message to Convot was given up');
    }
    return attempt.waitMs === null ? { outcome: 'settled' } : { outcome: 'failed', waitMs: attempt.waitMs };
  };

  /** As it was written; of an update as its merchant is now. @returns null when something newer tells of that, or nothing is to */
  async function bodyOf(organizationId: string, { type, payload }: PendingMessage): Promise<string | null> {
    if (type !== UPDATE_TYPE) return payload;
    if (!tellsUpdates) return null;
    const cursor = cursorOf(payload);
    return inSnapshot(sql, organizationId, async (tenant) => (await readUpdate(tenant, cursor))?.body ?? null);
  }
}
