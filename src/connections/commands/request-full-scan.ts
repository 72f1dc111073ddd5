import type { Actor } from '../../contract/actor.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import { lockConnection } from '../store/connections.js';
import { noteFullScanRequest } from '../store/full-scan-requests.js';
import { noteSyncRequest } from '../store/sync-requests.js';
import { type CommandDeps, nudge } from './command-deps.js';
import { Refusal } from './refusal.js';

/**
 * Has everything of a connection read again: what a backup does not hold is found whatever its age. One that is connected
 * syncs now, also when its run rests in a state that the row never had or has left; the others do when they sync next. One
 * that was asked for and is not over yet is not asked for again.
 * @throws Refusal `not_found`
 */
export async function requestFullScan(
  deps: Pick<CommandDeps, 'sql' | 'signal' | 'log'>,
  actor: Actor,
  connectionId: string,
): Promise<void> {
  const { organizationId } = actor;
  const { row, isToBeTold } = await withTenant(deps.sql, organizationId, async (tenant) => {
    const locked = await lockConnection(tenant, connectionId);
    if (locked === undefined) throw new Refusal('not_found');
    if (await noteFullScanRequest(tenant, connectionId))
      await writeAuditLine(tenant, { actor: actor.name, action: 'full_scan', connectionId });
    const maySync = locked.status === 'connected' && !locked.isPaused;
    return { row: locked, isToBeTold: maySync && (await noteSyncRequest(tenant, connectionId)) };
  });
  const { partnerOrganizationId } = row;
  // A run that Temporal was restored with may rest in `error`, which only this signal leaves.
  if (isToBeTold) await nudge(deps, { organizationId, connectionId, partnerOrganizationId }, 'reconnect');
}
