import type { Actor } from '../../contract/actor.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import { lockConnection } from '../store/connections.js';
import { askForFullScan } from '../store/restored-connections.js';
import { noteSyncRequest } from '../store/sync-requests.js';
import { type CommandDeps, nudge } from './command-deps.js';
import { Refusal } from './refusal.js';

/**
 * Has everything of a connection read again: what a backup does not hold is found whatever its age. One that is connected
 * syncs now, also when its run rests in a state that the row never had or has left; the others do when they sync next.
 * @returns whether it was asked for by this; false where one that was asked for is not over yet
 * @throws Refusal `not_found`
 */
export async function readInFull(
  deps: Pick<CommandDeps, 'sql' | 'signal' | 'log'>,
  actor: Actor,
  connectionId: string,
): Promise<boolean> {
  const { organizationId } = actor;
  const { row, isNew, isToBeTold } = await withTenant(deps.sql, organizationId, async (tenant) => {
    const locked = await lockConnection(tenant, connectionId);
    if (locked === undefined) throw new Refusal('not_found');
    const asked = await askForFullScan(tenant, connectionId);
    if (asked) await writeAuditLine(tenant, { actor: actor.name, action: 'full_scan', connectionId });
    const maySync = locked.status === 'connected' && !locked.isPaused;
    return { row: locked, isNew: asked, isToBeTold: maySync && (await noteSyncRequest(tenant, connectionId)) };
  });
  const { partnerOrganizationId } = row;
  // A run that Temporal was restored with may rest in `error`, which only this signal leaves.
  if (isToBeTold) await nudge(deps, { organizationId, connectionId, partnerOrganizationId }, 'reconnect');
  return isNew;
}
