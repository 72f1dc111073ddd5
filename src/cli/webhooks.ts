import { readEnvironment } from '../config/config.js';
import { readDirectory } from '../connections/store/connection-directory.js';
import type { MessageKey } from '../contract/delivery-activities.js';
import { writeAuditLine } from '../postgres/audit.js';
import type { Sql } from '../postgres/sql.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';
import { inParallel } from '../values/in-parallel.js';
import type { Instant } from '../values/instant.js';
import { createStartDeliveryNow } from '../webhooks/start-delivery.js';
import {
  listWebhookMessages,
  requeueMessage,
  requeueMessagesSince,
  type WebhookMessage,
  type WebhookState,
} from '../webhooks/store/webhook-messages.js';
import { operatorName, withDatabase, withTemporal } from './operator.js';
import { print } from './print.js';

const STARTED_AT_ONCE = 10;
const TOLD_EVERY = 500;

/** One line a message, organization by organization. */
export async function listWebhooks({ state, limit }: { state?: WebhookState; limit: number }): Promise<void> {
  let listed = 0;
  await withDatabase(readEnvironment(), async (sql) => {
    for (const organizationId of await organizations(sql)) {
      const messages = await withTenant(sql, organizationId, (tenant) =>
        listWebhookMessages(tenant, { state: state ?? null, limit }),
      );
      for (const message of messages) print(line(message, organizationId));
      listed += messages.length;
    }
  });
  print(`${listed} messages`);
}

/** Makes the message due and starts its delivery; where Temporal is away, the reconciler does so later. */
export async function resendWebhook(messageId: string): Promise<void> {
  const environment = readEnvironment();
  const organizationId = await withDatabase(environment, (sql) => requeue(sql, messageId));
  if (organizationId === null) throw new Error(`There is no message ${messageId}.`);
  await withTemporal(environment, (client) => createStartDeliveryNow(client)({ organizationId, messageId }));
  print('started');
}

/**
 * Sends again every message that was sent since then, under its own id, for a receiver that has lost them. Those whose
 * delivery is not started here, because Temporal is away or this was interrupted, are started by the reconciler.
 */
export async function resendWebhooksSince(since: Instant): Promise<void> {
  const environment = readEnvironment();
  const messages: MessageKey[] = [];
  await withDatabase(environment, async (sql) => {
    for (const organizationId of await organizations(sql)) {
      const requeued = await withTenant(sql, organizationId, (tenant) => requeueSince(tenant, since));
      messages.push(...requeued.map(({ id }) => ({ organizationId, messageId: id })));
    }
  });
  let started = 0;
  await withTemporal(environment, async (client) => {
    const startDelivery = createStartDeliveryNow(client);
    await inParallel(messages, STARTED_AT_ONCE, async (message) => {
      await startDelivery(message);
      started += 1;
      if (started % TOLD_EVERY === 0) print(`${started}/${messages.length}`);
    });
  });
  print(`${messages.length} messages started`);
}

async function requeueSince(tenant: Tenant, since: Instant): Promise<{ id: string }[]> {
  const requeued = await requeueMessagesSince(tenant, since);
  for (const connectionId of new Set(requeued.map((message) => message.connectionId))) {
    const detail = { since };
    await writeAuditLine(tenant, { actor: operatorName(), action: 'resend_webhook', connectionId, detail });
  }
  return requeued;
}

/** @returns the organization that has the message */
async function requeue(sql: Sql, messageId: string): Promise<string | null> {
  for (const organizationId of await organizations(sql)) {
    const isTheirs = await withTenant(sql, organizationId, async (tenant) => {
      const requeued = await requeueMessage(tenant, messageId);
      if (requeued === undefined) return false;
      const { connectionId } = requeued;
      const detail = { messageId };
      await writeAuditLine(tenant, { actor: operatorName(), action: 'resend_webhook', connectionId, detail });
      return true;
    });
    if (isTheirs) return organizationId;
  }
  return null;
}

async function organizations(sql: Sql): Promise<Set<string>> {
  return new Set((await readDirectory(sql)).map(({ organizationId }) => organizationId));
}

function line(message: WebhookMessage, organizationId: string): string {
  const { id, state, type, notSentBecause, createdAt, attempts, lastAttemptAt, lastAnswer, dueAt } = message;
  const last = lastAttemptAt === null ? '-' : `${lastAttemptAt} ${lastAnswer ?? ''}`;
  const why = notSentBecause ?? (dueAt === null ? '-' : `next ${dueAt}`);
  return [id, state.padEnd(9), type, createdAt, `${attempts} attempts`, last, why, organizationId].join('  ');
}
