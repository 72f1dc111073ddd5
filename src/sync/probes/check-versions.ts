import type { PartnerApi } from '../../partner/client/partner-api.js';
import { isRetiring, nextVersion, supportedUntil } from '../../partner/versions/api-version.js';
import { checkDocuments } from '../../partner/versions/check-documents.js';
import { listVersions } from '../../partner/versions/list-versions.js';
import { OUR_DOCUMENTS } from '../../partner/versions/our-documents.js';
import {
  claimVersionCheck,
  noteListedVersions,
  noteNextVersion,
  noteVersionCheckEnded,
} from '../../partner/versions/version-check.js';
import type { SyncSession } from '../sync-session.js';

/**
 * Asks Shopify which versions of its API it supports, and puts all our queries to the next one: what that would refuse is
 * known before anybody is hurt. Once a day for the whole installation, by whichever connection comes first.
 * @param paced within the sync's pace and lease; its token is known to have both permissions
 * @returns false when Shopify did not answer
 */
export async function checkVersions({ deps, credentials, start }: SyncSession, paced: PartnerApi): Promise<boolean> {
  const { sql, apiVersion, logger } = deps;
  if (!(await claimVersionCheck(sql, apiVersion))) return true;
  const listed = await listVersions(paced, credentials);
  if (listed === null) return false;
  const supported = listed.filter((version) => version.supported).map(({ handle }) => handle);
  await noteListedVersions(sql, supported);
  if (isRetiring(apiVersion, { servedVersion: null, supported }, start.now)) {
    logger.warn({ apiVersion, supportedUntil: supportedUntil(apiVersion), supported }, 'our API version ends soon');
  }
  const next = nextVersion(
    apiVersion,
    listed.map(({ handle }) => handle),
  );
  if (next !== null) {
    const check = await checkDocuments(paced, credentials, next, OUR_DOCUMENTS);
    if (check.outcome === 'unavailable') return false;
    await noteNextVersion(sql, next, check);
    if (check.outcome === 'refused') {
      logger.error({ nextVersion: next, refused: check.refused }, 'the next API version refuses queries of ours');
    }
  }
  await noteVersionCheckEnded(sql);
  return true;
}
