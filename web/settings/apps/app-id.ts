import { MAX_BIGINT } from '../../../src/values/gid.js';
import { isToken } from '../credentials/access-token.js';
import { DASHBOARD_APP, DEV_DASHBOARD, hostOf, PARTNER_DASHBOARD } from '../forms/dashboards.js';
import { messages as refusals } from '../forms/messages.en.js';
import { foundIn, isLikeSecret, seen, squeezed } from '../forms/pasted.js';

const APP_ID = /^(?:gid:\/\/(?:partners|shopify)\/App\/)?([1-9][0-9]{0,18})$/i;
// An app's client ID, which was called its API key: 32 hexadecimal digits.
const CLIENT_ID = /^[0-9a-f]{32}$/i;

/** The number of an app, as it is typed, from its GID, or from an address of a dashboard; null when there is none. */
export function readAppNumber(text: string): string | null {
  const number = APP_ID.exec(squeezed(text))?.[1] ?? foundIn(text, DASHBOARD_APP);
  return number === null || BigInt(number) > MAX_BIGINT ? null : number;
}

/** What was typed or pasted, as the number that is meant; what has none is left as it is. A number grows as it is typed. */
export function cleanAppId(text: string): string {
  return readAppNumber(text) ?? text;
}

/** What was seen in place of an app's number, and where that is; undefined when nothing is wrong. */
export function appIdFault(text: string): string | undefined {
  if (readAppNumber(text) !== null) return undefined;
  const words = refusals.app;
  const alone = squeezed(text);
  if (alone === '') return words.empty;
  if (isToken(text)) return words.token;
  if (CLIENT_ID.test(alone)) return words.clientId;
  if (alone.toLowerCase().startsWith('gid://')) return words.otherGid(seen(text));
  if (DEV_DASHBOARD.test(alone) || PARTNER_DASHBOARD.test(alone)) return words.noApp;
  const host = hostOf(alone);
  return host !== null && !isLikeSecret(host) ? words.otherAddress(host) : words.other(seen(text));
}
