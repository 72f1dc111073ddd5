import { readEnvironment } from '../config/config.js';
import { readDirectory } from '../connections/store/connection-directory.js';
import { writeAuditLine } from '../postgres/audit.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { createStartDeliveryNow } from '../webhooks/start-delivery.js';
import {
  listWebhookMessages,
  requeueMessage,
  type WebhookMessage,
  type WebhookState,
} from '../webhooks/store/webhook-messages.js';
import { operatorName, withDatabase, withTemporal } from './operator.js';
import { print } from './print.js';

/** One line a message, organization by organization. */
export async function listWebhooks({ state, limit }: { state?: WebhookState; limit: number }): Promise<void> {
  let listed = 0;
  await withDatabase(readEnvironment(), 'convot_worker', async (sql) => {
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
  const organizationId = await withDatabase(environment, 'convot_worker', (sql) => requeue(sql, messageId));
  if (organizationId === null) throw new Error(`There is no message ${messageId}.`);
  await withTemporal(environment, (client) => createStartDeliveryNow(client)({ organizationId, messageId }));
  print('started');
}

/** @returns the organization that has the message */
async function requeue(sql: Sql, messageId: string): Promise<string | null> {
  for (const organizationId of await organizations(sql)) {
    const isTheirs = await withTenant(sql, organizationId, async (tenant) => {
      const connectionId = await requeueMessage(tenant, messageId);
      if (connectionId === undefined) return false;
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
