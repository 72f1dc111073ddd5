import { writeAuditLine } from '../store/audit.js';
import { endGeneration, lockConnection } from '../store/connections.js';
import { inTenant } from '../store/tenant.js';
import { nudge, type Actor, type CommandDeps } from './command-deps.js';
import { Refusal } from './refusal.js';

/**
 * Destroys the token and ends the generation at once; the workflow then stops the running sync. Data stays.
 * Repeating it changes nothing.
 * @throws Refusal `not_found`
 */
export async function disconnect(deps: CommandDeps, actor: Actor, connectionId: string): Promise<void> {
  const partnerOrganizationId = await inTenant(deps.sql, actor.organizationId, async (tenant) => {
    const row = await lockConnection(tenant, connectionId);
    if (row === undefined) throw new Refusal('not_found');
    if (row.status === 'disconnected') return null;
    if (row.status !== 'disconnecting') {
      await endGeneration(tenant, connectionId);
      await writeAuditLine(tenant, { actor: actor.name, action: 'disconnect', connectionId });
    }
    return row.partnerOrganizationId;
  });
  if (partnerOrganizationId === null) return;
  await nudge(deps, { organizationId: actor.organizationId, connectionId, partnerOrganizationId }, 'disconnect');
}
