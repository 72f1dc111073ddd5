import type { Policy } from '../../contract/connection-activities.js';
import type { Tenant } from '../../postgres/tenant.js';
import { CodedError } from '../../values/coded-error.js';
import type { Instant } from '../../values/instant.js';
import { insertMessages } from '../../webhooks/store/webhook-messages.js';
import { type ConnectionSummary, findConnectionSummary } from '../store/connection-summaries.js';
import { isStale, shownError } from '../view/connection-view.js';
import { connectionMessage, type ConnectionNotice } from './connection-notice.js';

/**
 * Tells Convot that a connection has stopped, in the transaction that writes `error`. When that error began names it, to the
 * microsecond: not the generation, whose numbers come again after a restore, and the receiver would take the next error
 * for one that it has.
 * @returns ids of the messages to send
 */
export async function tellError(tenant: Tenant, connectionId: string, policy: Policy): Promise<string[]> {
  const row = await readSummary(tenant, connectionId);
  const error = shownError(row, policy);
  const since = row.errorSince ?? row.now;
  const notice = { type: 'connection.error', factKey: since, at: row.now, since, error } as const;
  return tell(tenant, connectionId, row.partnerOrganizationId, notice);
}

/**
 * Tells Convot that nothing new comes of a connection, unless that was told already or is so no more. The row is held: a
 * sync that ends meanwhile waits, and finds that it was told.
 * @returns ids of the messages to send
 */
export async function tellStale(tenant: Tenant, connectionId: string, policy: Policy): Promise<string[]> {
  const [held] = await tenant.sql<{ freshAt: Instant }[]>`
    select fresh_at
    from connection_directory
    where connection_id = ${connectionId} and status = 'connected' and trouble is distinct from 'stale'
    for update
  `;
  if (held === undefined) return [];
  const row = await readSummary(tenant, connectionId);
  if (!isStale(row, policy)) return [];
  const { freshAt } = held;
  const error = shownError(row, policy);
  const notice = { type: 'connection.stale', factKey: freshAt, at: row.now, since: freshAt, error } as const;
  return tell(tenant, connectionId, row.partnerOrganizationId, notice);
}

async function readSummary(tenant: Tenant, connectionId: string): Promise<ConnectionSummary> {
  const row = await findConnectionSummary(tenant, connectionId);
  if (row === undefined)
    throw new CodedError('connection_missing', 'The connection is not there, or has no sync status.');
  return row;
}

async function tell(
  tenant: Tenant,
  connectionId: string,
  partnerOrganizationId: string,
  notice: ConnectionNotice,
): Promise<string[]> {
  const { sql, organizationId } = tenant;
  const message = connectionMessage({ organizationId, connectionId, partnerOrganizationId }, notice);
  await sql`
    update connection_directory
    set trouble = ${notice.type === 'connection.error' ? 'error' : 'stale'}, trouble_message_id = ${message.id}
    where connection_id = ${connectionId}
  `;
  return insertMessages(tenant, connectionId, [message]);
}
