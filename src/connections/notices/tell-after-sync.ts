import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { insertMessages } from '../../webhooks/store/webhook-messages.js';
import type { AfterSync } from '../store/sync-requests.js';
import { connectionMessage, type ConnectionNotice } from './connection-notice.js';

// A reconnect, and a disconnect that is taken back, read no past again.
const ONLY_ONE = 'first';

/**
 * Tells Convot what a sync has brought to an end: a trouble that it was told of, or the first sync. Part of the transaction
 * that closes the sync; for nearly every sync there is nothing to do.
 * @returns ids of the messages to send
 */
export async function tellAfterSync(
  tenant: Tenant,
  connection: { readonly connectionId: string; readonly partnerOrganizationId: string },
  { troubleMessageId, isFirstWhole }: AfterSync,
): Promise<string[]> {
  if (troubleMessageId === null && !isFirstWhole) return [];
  const { sql, organizationId } = tenant;
  const { connectionId } = connection;
  const [{ at }] = await sql<[{ at: Instant }]>`
    update connection_directory
    set trouble = case when ${troubleMessageId}::text is null then trouble end,
        trouble_message_id = case when ${troubleMessageId}::text is null then trouble_message_id end
    where connection_id = ${connectionId}
    returning statement_timestamp() as at
  `;
  const notices: ConnectionNotice[] = [];
  const now = { at, since: at, error: null };
  if (troubleMessageId !== null) notices.push({ type: 'connection.recovered', factKey: troubleMessageId, ...now });
  if (isFirstWhole) notices.push({ type: 'connection.first_sync_finished', factKey: ONLY_ONE, ...now });
  return insertMessages(
    tenant,
    connectionId,
    notices.map((notice) => connectionMessage({ organizationId, ...connection }, notice)),
  );
}
