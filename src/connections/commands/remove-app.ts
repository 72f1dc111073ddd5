import type { Actor } from '../../contract/actor.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import { findStoredApp, hideApp } from '../store/apps.js';
import { lockConnection } from '../store/connections.js';
import type { CommandDeps } from './command-deps.js';
import { Refusal } from './refusal.js';

/**
 * Takes away an app that was added by hand. Its rows stay, hidden, and return when it is added or discovered again.
 * @throws Refusal `not_found`, `app_not_found`, `app_discovered` for one that transactions name
 */
export async function removeApp(
  { sql }: Pick<CommandDeps, 'sql'>,
  actor: Actor,
  connectionId: string,
  appNumber: string,
): Promise<void> {
  await withTenant(sql, actor.organizationId, async (tenant) => {
    if ((await lockConnection(tenant, connectionId)) === undefined) throw new Refusal('not_found');
    const app = await findStoredApp(tenant, connectionId, appNumber);
    if (app === undefined) throw new Refusal('app_not_found');
    if (app.source === 'auto') throw new Refusal('app_discovered');
    if (app.removedAt !== null) return;
    await hideApp(tenant, connectionId, appNumber);
    await writeAuditLine(tenant, { actor: actor.name, action: 'remove_app', connectionId, detail: { appNumber } });
  });
}
