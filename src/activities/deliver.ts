import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { DeliveryActivities } from '../contract/delivery-activities.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { type DeliveryAnswer, describeAnswer, verdictOn } from '../webhooks/answer.js';
import type { SendMessage } from '../webhooks/send-message.js';
import { type DeliveryAttempt, noteAttempt, readPending } from '../webhooks/store/webhook-messages.js';

export interface DeliveryDeps {
  readonly sql: Sql;
  readonly send: SendMessage;
  readonly logger: Logger;
}

/**
 * One attempt to deliver a message. A worker that dies between the request and its note makes the receiver see it
 * twice, under the same id.
 */
export function createDeliver({ sql, send, logger }: DeliveryDeps): DeliveryActivities['deliver'] {
  return async ({ organizationId, messageId, retryInMs }) => {
    const pending = await withTenant(sql, organizationId, (tenant) => readPending(tenant, messageId));
    if (pending === undefined) return { outcome: 'settled' };
    const answer = await send({ id: messageId, ...pending }, Context.current().cancellationSignal);
    const attempt = attemptOf(answer, retryInMs);
    await withTenant(sql, organizationId, (tenant) => noteAttempt(tenant, messageId, attempt));
    if (attempt.state === 'failed') {
      logger.warn({ messageId, organizationId, answer: attempt.answer }, 'a message to Convot was given up');
    }
    return attempt.waitMs === null ? { outcome: 'settled' } : { outcome: 'failed', waitMs: attempt.waitMs };
  };
}

/** A receiver that asks for more time than the schedule gives gets it. */
function attemptOf(answer: DeliveryAnswer, retryInMs: number | null): DeliveryAttempt {
  const said = describeAnswer(answer);
  const verdict = verdictOn(answer);
  if (verdict === 'delivered') return { answer: said, state: 'delivered', waitMs: null };
  if (verdict === 'unwanted' || retryInMs === null) return { answer: said, state: 'failed', waitMs: null };
  const askedMs = 'status' in answer ? (answer.retryAfterMs ?? 0) : 0;
  return { answer: said, state: 'pending', waitMs: Math.max(retryInMs, askedMs) };
}
