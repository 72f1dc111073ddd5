import { randomUUID } from 'node:crypto';
import type { Actor } from '../../contract/actor.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { CodedError } from '../../values/coded-error.js';
import type { Secret } from '../../values/secret.js';
import { encryptToken } from '../keys/token-cipher.js';
import {
  claimPartnerOrganization,
  type ConnectionRow,
  findConnectionOfPartner,
  holdOffErasures,
  lockConnectionOfPartner,
  startGeneration,
} from '../store/connections.js';
import { forgetWait, prepareSync } from '../store/sync-status.js';
import { auditRefusal } from './audit-refusal.js';
import { type CommandDeps, nudge } from './command-deps.js';
import { limitTries } from './limit-tries.js';
import { Refusal } from './refusal.js';
import { requireAccepted } from './require-accepted.js';

export interface ConnectInput {
  /** Digits, as in partners.shopify.com/1234567. */
  readonly partnerOrganizationId: string;
  readonly accessToken: Secret;
}

/**
 * Connects a Partner organization, or revives the connection that once was: same id, same data, a new generation.
 * Shopify is asked first; then everything is committed at once; then the workflow is nudged. While operators have paused
 * all, it is connected and paused.
 * @throws Refusal `already_connected`, `token_rejected`, `permission_missing`, `shopify_unavailable`, `rate_limited`
 */
export async function connect(
  deps: CommandDeps,
  actor: Actor,
  { partnerOrganizationId, accessToken }: ConnectInput,
): Promise<{ connectionId: string; revived: boolean }> {
  const { sql } = deps;
  const isWanted = async () =>
    refuseConnected(
      await withTenant(sql, actor.organizationId, (tenant) => findConnectionOfPartner(tenant, partnerOrganizationId)),
    );
  await limitTries(deps, actor, { partnerOrganizationId, isWanted }, () =>
    auditRefusal(deps, actor, { action: 'connect_refused', connectionId: null, partnerOrganizationId }, () =>
      requireAccepted(deps, { partnerOrganizationId, accessToken }),
    ),
  );
  const newId = randomUUID();
  const connectionId = await withTenant(sql, actor.organizationId, async (tenant) => {
    await holdOffErasures(tenant);
    await claimPartnerOrganization(tenant, { id: newId, partnerOrganizationId, connectedBy: actor.name });
    const row = await lockConnectionOfPartner(tenant, partnerOrganizationId);
    if (row === undefined) throw new CodedError('claimed_connection_missing', 'The claimed connection is not there.');
    refuseConnected(row);
    await storeConnected(deps, tenant, actor, row.id, accessToken);
    await writeAuditLine(tenant, {
      actor: actor.name,
      action: 'connect',
      connectionId: row.id,
      detail: { partnerOrganizationId },
    });
    return row.id;
  });
  deps.log.info({ organizationId: actor.organizationId, connectionId, partnerOrganizationId }, 'a connection was made');
  // `reconnect` rather than `syncNow`: the workflow of a connection that is still disconnecting must turn round.
  await nudge(deps, { organizationId: actor.organizationId, connectionId, partnerOrganizationId }, 'reconnect');
  return { connectionId, revived: connectionId !== newId };
}

async function storeConnected({ cipher }: CommandDeps, tenant: Tenant, actor: Actor, id: string, token: Secret) {
  await startGeneration(tenant, id, actor.name, encryptToken(cipher, tenant.organizationId, id, token));
  await prepareSync(tenant, id);
  await forgetWait(tenant, id);
}

function refuseConnected(row: ConnectionRow | undefined): void {
  if (row?.status === 'connected' || row?.status === 'error') throw new Refusal('already_connected');
}
