import { MAX_BIGINT } from '../../../src/values/gid.js';
import { DEV_DASHBOARD, hostOf, PARTNER_DASHBOARD, PARTNER_ORGANIZATION } from '../forms/dashboards.js';
import { messages as refusals } from '../forms/messages.en.js';
import { foundIn, isLikeSecret, seen, squeezed } from '../forms/pasted.js';
import { isToken } from './access-token.js';

const ORGANIZATION_ID = /^[1-9][0-9]{0,18}$/;
const GID = /^gid:\/\/partners\/Organization\/([1-9][0-9]{0,18})$/i;

/**
 * What was typed or pasted, as the number that is meant: out of a whole address of the Partner Dashboard, a GID, or
 * whatever it came wrapped in. What has none is left as it is.
 */
export function cleanOrganizationId(text: string): string {
  const alone = squeezed(text);
  if (/^[0-9]+$/.test(alone)) return alone;
  return GID.exec(alone)?.[1] ?? foundIn(decoded(text), PARTNER_ORGANIZATION) ?? text;
}

/** The address that a sign-in page comes back to is encoded within its own. */
function decoded(text: string): string {
  return text.replaceAll(/%3a/gi, ':').replaceAll(/%2f/gi, '/');
}

/** As the api checks it. */
export function isOrganizationId(text: string): boolean {
  return ORGANIZATION_ID.test(text) && BigInt(text) <= MAX_BIGINT;
}

/** What was seen in place of an organization's number, and where that is; undefined when nothing is wrong. */
export function organizationIdFault(text: string): string | undefined {
  const words = refusals.organization;
  const entered = cleanOrganizationId(text);
  if (isOrganizationId(entered)) return undefined;
  const alone = squeezed(entered);
  if (alone === '') return words.empty;
  if (isToken(entered)) return words.token;
  if (DEV_DASHBOARD.test(alone)) return words.devDashboard;
  if (PARTNER_DASHBOARD.test(alone)) return words.noNumber;
  const host = hostOf(alone);
  return host !== null && !isLikeSecret(host) ? words.otherAddress(host) : words.other(seen(entered));
}
