import type { Actor } from '../../contract/actor.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import { type ConnectionRow, findConnection, lockConnection } from '../store/connections.js';
import { deletePause, holdPauseOfAll, writePause } from '../store/pauses.js';
import { type CommandDeps, nudge } from './command-deps.js';
import { Refusal } from './refusal.js';

type PauseDeps = Pick<CommandDeps, 'sql' | 'signal' | 'log'>;

/**
 * Pauses one connection until an operator resumes it: token, status and data stay, and nothing is sent to Shopify. A sync
 * that runs stops at its next request.
 * @returns whether it was not paused by itself before
 * @throws Refusal `not_found`
 */
export async function pause(deps: PauseDeps, actor: Actor, connectionId: string): Promise<boolean> {
  const { row, isNew } = await withTenant(deps.sql, actor.organizationId, async (tenant) => {
    const locked = await lockConnection(tenant, connectionId);
    if (locked === undefined) throw new Refusal('not_found');
    const written = await writePause(tenant, connectionId, actor.name);
    if (written) await writeAuditLine(tenant, { actor: actor.name, action: 'pause', connectionId });
    return { row: locked, isNew: written };
  });
  // A sync that begins reads the row, and asks nobody for anything.
  if (isNew && row.status === 'connected') await nudgeRow(deps, actor, row);
  return isNew;
}

export interface Resumed {
  /** It was paused by itself. */
  readonly wasPaused: boolean;
  /** All connections are paused, and so is this one. */
  readonly isStillPaused: boolean;
}

/**
 * Ends the pause of one connection; that of all is another.
 * @throws Refusal `not_found`
 */
export async function resume(deps: PauseDeps, actor: Actor, connectionId: string): Promise<Resumed> {
  const { row, wasPaused } = await withTenant(deps.sql, actor.organizationId, async (tenant) => {
    // What is said here of all must be so when this one is resumed.
    await holdPauseOfAll(tenant);
    // Also where it is not paused: nobody pauses it before its row is read below.
    await lockConnection(tenant, connectionId);
    const ended = await deletePause(tenant, connectionId);
    if (ended) await writeAuditLine(tenant, { actor: actor.name, action: 'resume', connectionId });
    return { row: await findConnection(tenant, connectionId), wasPaused: ended };
  });
  if (row === undefined) throw new Refusal('not_found');
  const goesOn = wasPaused && row.status === 'connected' && !row.isPaused;
  if (goesOn) await nudgeRow(deps, actor, row);
  return { wasPaused, isStillPaused: row.isPaused };
}

function nudgeRow(deps: PauseDeps, { organizationId }: Actor, { id, partnerOrganizationId }: ConnectionRow) {
  return nudge(deps, { organizationId, connectionId: id, partnerOrganizationId }, 'syncNow');
}
