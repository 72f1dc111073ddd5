import type { Actor } from '../../contract/actor.js';
import { type AuditLine, writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import { CodedError } from '../../values/coded-error.js';
import { type ConnectionSummary, findConnectionSummary } from '../store/connection-summaries.js';
import { endGeneration, lockConnection } from '../store/connections.js';
import { mayNudge } from '../store/sync-requests.js';
import { type CommandDeps, nudge } from './command-deps.js';
import { Refusal } from './refusal.js';

/**
 * Destroys the token and ends the generation at once; the workflow then stops the running sync. Data stays.
 * Repeating it changes nothing.
 * @param detail of the audit line
 * @returns the connection as this command left it
 * @throws Refusal `not_found`
 */
export async function disconnect(
  deps: CommandDeps,
  actor: Actor,
  connectionId: string,
  detail: AuditLine['detail'] = {},
): Promise<ConnectionSummary> {
  const { summary, isEnding, isToBeTold } = await withTenant(deps.sql, actor.organizationId, async (tenant) => {
    const row = await lockConnection(tenant, connectionId);
    if (row === undefined) throw new Refusal('not_found');
    const ending = row.status === 'connected' || row.status === 'error';
    if (ending) {
      await endGeneration(tenant, connectionId, actor.name);
      await writeAuditLine(tenant, { actor: actor.name, action: 'disconnect', connectionId, detail });
    }
    const found = await findConnectionSummary(tenant, connectionId);
    if (found === undefined)
      throw new CodedError('directory_entry_missing', 'The connection has no directory entry or no sync status.');
    // At this very moment it is disconnecting, also when no sync holds a lease or a dead worker's is over.
    const isLeased = found.leaseUntil !== null && found.leaseUntil > found.now;
    return {
      isEnding: ending,
      summary: ending && !isLeased ? { ...found, leaseUntil: found.now } : found,
      isToBeTold: ending || (found.status === 'disconnecting' && (await mayNudge(tenant, connectionId))),
    };
  });
  if (isEnding) {
    deps.log.info({ organizationId: actor.organizationId, connectionId }, 'a connection is being disconnected');
  }
  if (isToBeTold) {
    const { partnerOrganizationId } = summary;
    await nudge(deps, { organizationId: actor.organizationId, connectionId, partnerOrganizationId }, 'disconnect');
  }
  return summary;
}
