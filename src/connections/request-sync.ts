import { writeAuditLine } from '../store/audit.js';
import { lockConnection } from '../store/connections.js';
import { requestSyncNow } from '../store/sync-status.js';
import { inTenant } from '../store/tenant.js';
import { nudge, type Actor, type CommandDeps } from './command-deps.js';
import { Refusal } from './refusal.js';

/**
 * Asks for a sync now. While one runs, exactly one more follows it, however often this is asked.
 * @throws Refusal `not_found`, `not_connected`
 */
export async function requestSync(
  deps: CommandDeps,
  actor: Actor,
  connectionId: string,
): Promise<'started' | 'queued'> {
  const { partnerOrganizationId, running } = await inTenant(deps.sql, actor.organizationId, async (tenant) => {
    const row = await lockConnection(tenant, connectionId);
    if (row === undefined) throw new Refusal('not_found');
    if (row.status !== 'connected') throw new Refusal('not_connected');
    await writeAuditLine(tenant, { actor: actor.name, action: 'sync', connectionId });
    return { ...row, running: await requestSyncNow(tenant, connectionId) };
  });
  await nudge(deps, { organizationId: actor.organizationId, connectionId, partnerOrganizationId }, 'syncNow');
  return running ? 'queued' : 'started';
}
