const APP_ID = /^(?:gid:\/\/(?:partners|shopify)\/App\/)?([1-9][0-9]{0,18})$/;
// Partner Dashboard and Dev Dashboard; both show the number of an app behind /apps/.
const DASHBOARD =
  /^(?:https?:\/\/)?(?:partners\.shopify\.com|dev\.shopify\.com)\/\S*\/apps\/([1-9][0-9]{0,18})(?:[/?#]|$)/i;
const MAX_BIGINT = 9223372036854775807n;

/** The number of an app, as it is typed, from its GID, or from an address of a dashboard; null when there is none. */
export function readAppNumber(text: string): string | null {
  const trimmed = text.trim();
  const number = APP_ID.exec(trimmed)?.[1] ?? DASHBOARD.exec(trimmed)?.[1];
  return number === undefined || BigInt(number) > MAX_BIGINT ? null : number;
}

/** As the api takes it. */
export const appGid = (appNumber: string): string => `gid://partners/App/${appNumber}`;

/** The number in an app's id. */
export const appNumberOf = (appId: string): string => appId.slice(appId.lastIndexOf('/') + 1);
