import { findApp as findAppAtShopify } from '../partner/find-app.js';
import { patiently } from '../partner/patient.js';
import { countApps, findApp, insertManualApp } from '../store/apps.js';
import { writeAuditLine } from '../store/audit.js';
import { findConnection, lockConnection, type ConnectionRow } from '../store/connections.js';
import { prepareFeed } from '../store/sync-status.js';
import { inTenant, type Tenant } from '../store/tenant.js';
import { nudge, type Actor, type CommandDeps } from './command-deps.js';
import { Refusal } from './refusal.js';
import { PATIENCE_MS, refusalOf } from './require-accepted.js';

/** One request carries every app's head, so their number is bounded. No partner is known to have as many. */
export const MAX_APPS = 100;

/**
 * Adds an app that no transaction has named yet, after asking Shopify whether the organization has it.
 * @returns whether it was added; false when it was already there
 * @throws Refusal `not_found`, `not_connected`, `app_not_found`, `app_limit`, and those of a refused token
 */
export async function addApp(deps: CommandDeps, actor: Actor, connectionId: string, appNumber: string) {
  const { sql } = deps;
  const before = await inTenant(sql, actor.organizationId, async (tenant) => {
    const row = requireConnected(await findConnection(tenant, connectionId));
    return { row, there: await isThere(tenant, connectionId, appNumber) };
  });
  if (before.there) return false;
  const name = await askForName(deps, actor, before.row, appNumber);
  const added = await inTenant(sql, actor.organizationId, async (tenant) => {
    requireConnected(await lockConnection(tenant, connectionId));
    if (await isThere(tenant, connectionId, appNumber)) return false;
    if ((await countApps(tenant, connectionId)) >= MAX_APPS) throw new Refusal('app_limit');
    await insertManualApp(tenant, connectionId, { appNumber, name });
    await prepareFeed(tenant, connectionId, `events/${appNumber}`);
    await writeAuditLine(tenant, { actor: actor.name, action: 'add_app', connectionId, detail: { appNumber } });
    return true;
  });
  const { partnerOrganizationId } = before.row;
  await nudge(deps, { organizationId: actor.organizationId, connectionId, partnerOrganizationId }, 'addApp');
  return added;
}

function requireConnected(row: ConnectionRow | undefined): ConnectionRow {
  if (row === undefined) throw new Refusal('not_found');
  if (row.status !== 'connected') throw new Refusal('not_connected');
  return row;
}

async function isThere(tenant: Tenant, connectionId: string, appNumber: string): Promise<boolean> {
  const app = await findApp(tenant, connectionId, appNumber);
  return app?.removedAt === null;
}

async function askForName(
  { cipher, partnerApi, confirmAfterMs }: CommandDeps,
  { organizationId }: Actor,
  { id, partnerOrganizationId, tokenCiphertext }: ConnectionRow,
  appNumber: string,
): Promise<string> {
  if (tokenCiphertext === null) throw new Refusal('not_connected');
  const accessToken = cipher.decrypt({ organizationId, connectionId: id }, tokenCiphertext);
  const lookup = await findAppAtShopify(
    patiently(partnerApi, PATIENCE_MS),
    { partnerOrganizationId, accessToken },
    appNumber,
    { confirmAfterMs },
  );
  switch (lookup.outcome) {
    case 'found':
      return lookup.name;
    case 'not_visible':
      throw new Refusal('app_not_found');
    default:
      throw refusalOf(lookup);
  }
}
