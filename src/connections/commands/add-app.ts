import type { Actor } from '../../contract/actor.js';
import { findApp as findAppAtShopify } from '../../partner/credentials/find-app.js';
import { patiently } from '../../partner/pace/patient.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import { CodedError } from '../../values/coded-error.js';
import { type AppSummary, findAppSummary } from '../store/app-list.js';
import { countApps, insertManualApp } from '../store/apps.js';
import { type ConnectionRow, findConnection, lockConnection } from '../store/connections.js';
import { noteSyncRequest } from '../store/sync-requests.js';
import { prepareFeed } from '../store/sync-status.js';
import { auditRefusal } from './audit-refusal.js';
import { type CommandDeps, nudge } from './command-deps.js';
import { Refusal } from './refusal.js';
import { PATIENCE_MS, refusalOf } from './require-accepted.js';

/** One request carries every app's head, so their number is bounded. No partner is known to have as many. */
export const MAX_APPS = 100;

export interface AddedApp {
  /** False when it was already there. */
  readonly added: boolean;
  /** As this command left or found it: whoever takes it away at the same moment comes after. */
  readonly app: AppSummary;
}

/**
 * Adds an app that no transaction has named yet, after asking Shopify whether the organization has it.
 * @throws Refusal `not_found`, `not_connected`, `paused`, `app_not_found`, `app_limit`, and those of a refused token
 */
export async function addApp(
  deps: CommandDeps,
  actor: Actor,
  connectionId: string,
  appNumber: string,
): Promise<AddedApp> {
  const { sql } = deps;
  const before = await withTenant(sql, actor.organizationId, async (tenant) => {
    const row = requireConnected(await findConnection(tenant, connectionId));
    return { row, app: await findAppSummary(tenant, connectionId, appNumber) };
  });
  if (before.app !== undefined) return { added: false, app: before.app };
  const { partnerOrganizationId } = before.row;
  const attempt = { action: 'add_app_refused', connectionId, partnerOrganizationId, appNumber } as const;
  const name = await auditRefusal(deps, actor, attempt, () => askForName(deps, actor, before.row, appNumber));
  const { mayNudge, ...outcome } = await withTenant(sql, actor.organizationId, async (tenant) => {
    requireConnected(await lockConnection(tenant, connectionId));
    const there = await findAppSummary(tenant, connectionId, appNumber);
    if (there !== undefined) return { added: false, app: there, mayNudge: false };
    if ((await countApps(tenant, connectionId)) >= MAX_APPS) throw new Refusal('app_limit');
    await insertManualApp(tenant, connectionId, { appNumber, name });
    await prepareFeed(tenant, connectionId, `events/${appNumber}`);
    await writeAuditLine(tenant, { actor: actor.name, action: 'add_app', connectionId, detail: { appNumber } });
    const app = await findAppSummary(tenant, connectionId, appNumber);
    if (app === undefined) throw new CodedError('added_app_missing', 'The app that was added is not there.');
    return { added: true, app, mayNudge: await noteSyncRequest(tenant, connectionId) };
  });
  if (mayNudge) {
    await nudge(deps, { organizationId: actor.organizationId, connectionId, partnerOrganizationId }, 'addApp');
  }
  return outcome;
}

function requireConnected(row: ConnectionRow | undefined): ConnectionRow {
  if (row === undefined) throw new Refusal('not_found');
  if (row.status !== 'connected') throw new Refusal('not_connected');
  if (row.isPaused) throw new Refusal('paused');
  return row;
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
