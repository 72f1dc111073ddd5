import { PermissionMissing } from '../../partner/client/errors.js';
import type { PartnerApi } from '../../partner/client/partner-api.js';
import { checkCredentials } from '../../partner/credentials/check-credentials.js';
import { isProbeDue } from '../planning/daily-probe.js';
import { notePermissionsProbed, noteProbesBegun } from '../store/sync-state.js';
import type { SyncSession } from '../sync-session.js';
import { checkVersions } from './check-versions.js';

/**
 * What a sync that has read everything asks besides, about once a day, or an hour after Shopify did not answer: each permission by itself, and, for the whole
 * installation, what becomes of the API's versions. Only a connection that may be synced, and that Shopify does not ask
 * for patience, comes here.
 * @param paced within the sync's pace and lease
 * @param wasRefused Shopify refused a page of this sync, though not all that a permission covers
 * @throws PermissionMissing when one was lost; anything else that goes wrong says nothing of permissions, and what it
 *   does say the next sync learns from its pages
 */
export async function probeDaily(session: SyncSession, paced: PartnerApi, wasRefused: boolean): Promise<void> {
  const { start, fence, fenced, credentials, signal, deps } = session;
  if (!isProbeDue(start, wasRefused)) return;
  // First of all: what fails is not repeated with every cycle.
  await fenced((tenant) => noteProbesBegun(tenant, fence.connectionId));
  const options = { signal, confirmAfterMs: deps.confirmAfterMs, areHeld: true };
  const check = await checkCredentials(paced, credentials, options);
  const isAnswered =
    check.outcome === 'permission_missing' || (check.outcome === 'accepted' && (await checkVersions(session, paced)));
  if (isAnswered) await fenced((tenant) => notePermissionsProbed(tenant, fence.connectionId));
  if (check.outcome === 'permission_missing') throw new PermissionMissing(check.permissions[0]);
}
