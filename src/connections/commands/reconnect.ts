import type { Actor } from '../../contract/actor.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import type { Secret } from '../../values/secret.js';
import { encryptToken } from '../keys/token-cipher.js';
import {
  type ConnectionRow,
  findConnection,
  holdOffErasures,
  lockConnection,
  startGeneration,
} from '../store/connections.js';
import { forgetWait } from '../store/sync-status.js';
import { auditRefusal } from './audit-refusal.js';
import { type CommandDeps, nudge } from './command-deps.js';
import { limitTries } from './limit-tries.js';
import { Refusal } from './refusal.js';
import { requireAccepted } from './require-accepted.js';

/**
 * Connects again under a new generation, from every status: with a new token, or with the stored one when it was
 * mended at Shopify. The data and the place where the sync stopped are kept. One that is paused stays so.
 * @param accessToken null tries the stored token again
 * @throws Refusal `not_found`, `paused`, `token_required`, `token_rejected`, `permission_missing`, `shopify_unavailable`,
 * `rate_limited`
 */
export async function reconnect(
  deps: CommandDeps,
  actor: Actor,
  connectionId: string,
  accessToken: Secret | null,
): Promise<void> {
  const { sql, cipher } = deps;
  const found = await withTenant(sql, actor.organizationId, (tenant) => findConnection(tenant, connectionId));
  if (found === undefined) throw new Refusal('not_found');
  const { partnerOrganizationId } = found;
  // Nothing would come of it before it is resumed. A token that a person enters is asked about: it cannot be stored unseen.
  if (found.isPaused && accessToken === null) throw new Refusal('paused');
  const stored = storedToken(deps, actor, found, accessToken === null);
  const token = accessToken ?? stored;
  if (token === null) throw new Refusal('token_required');
  const check = () =>
    auditRefusal(deps, actor, { action: 'reconnect_refused', connectionId, partnerOrganizationId }, () =>
      requireAccepted(deps, { partnerOrganizationId, accessToken: token }),
    );
  // Nobody learns of a token by trying one that he cannot name.
  await (accessToken === null ? check() : limitTries(deps, actor, { partnerOrganizationId }, check));
  await withTenant(sql, actor.organizationId, async (tenant) => {
    await holdOffErasures(tenant);
    const row = await lockConnection(tenant, connectionId);
    if (row === undefined) throw new Refusal('not_found');
    // A disconnect came between: what was promised to be destroyed is not brought back. A newer token is kept.
    if (accessToken === null && row.tokenCiphertext === null) throw new Refusal('token_required');
    const replacement =
      accessToken === null ? null : encryptToken(cipher, tenant.organizationId, connectionId, accessToken);
    await startGeneration(tenant, connectionId, actor.name, replacement);
    if (token.reveal() !== stored?.reveal()) await forgetWait(tenant, connectionId);
    await writeAuditLine(tenant, {
      actor: actor.name,
      action: 'reconnect',
      connectionId,
      detail: { token: accessToken === null ? 'stored' : 'new' },
    });
  });
  deps.log.info(
    { organizationId: actor.organizationId, connectionId, partnerOrganizationId },
    'a connection was made anew',
  );
  await nudge(deps, { organizationId: actor.organizationId, connectionId, partnerOrganizationId }, 'reconnect');
}

/** Null when none is stored. One that cannot be decrypted must not keep the owner from replacing it. */
function storedToken({ cipher, log }: CommandDeps, actor: Actor, row: ConnectionRow, needed: boolean): Secret | null {
  if (row.tokenCiphertext === null) return null;
  try {
    return cipher.decrypt({ organizationId: actor.organizationId, connectionId: row.id }, row.tokenCiphertext);
  } catch (error) {
    log.warn({ err: error, connectionId: row.id, needed }, 'the stored token cannot be read');
    return null;
  }
}
