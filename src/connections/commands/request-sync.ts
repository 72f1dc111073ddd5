import type { Actor } from '../../contract/actor.js';
import type { SyncAnswer } from '../../contract/connection-words.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import { findSyncRequest, noteSyncRequest } from '../store/sync-requests.js';
import { type CommandDeps, nudge } from './command-deps.js';
import { Refusal } from './refusal.js';

/**
 * Asks for a sync now. While one runs, exactly one more follows it, however often this is asked: a request that already
 * waits is everybody's, and costs those who ask after it one statement.
 * @throws Refusal `not_found`, `not_connected`, `paused`
 */
export async function requestSync(deps: CommandDeps, actor: Actor, connectionId: string): Promise<SyncAnswer> {
  const { organizationId } = actor;
  const found = await findSyncRequest(deps.sql, organizationId, connectionId);
  if (found === undefined) throw new Refusal('not_found');
  if (found.status !== 'connected') throw new Refusal('not_connected');
  if (found.isPaused) throw new Refusal('paused');
  if (found.waits) return 'queued';
  const mayNudge = await withTenant(deps.sql, organizationId, async (tenant) => {
    if (!(await noteSyncRequest(tenant, connectionId))) return false;
    await writeAuditLine(tenant, { actor: actor.name, action: 'sync', connectionId });
    return true;
  });
  if (!mayNudge) return 'queued';
  const { partnerOrganizationId, running } = found;
  await nudge(deps, { organizationId, connectionId, partnerOrganizationId }, 'syncNow');
  return running ? 'queued' : 'started';
}
