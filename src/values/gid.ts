/** A Shopify global id, taken apart: `gid://partners/App/4436393`. Numbers stay text: they may exceed 2^53. */
export interface Gid {
  readonly namespace: string;
  readonly kind: string;
  readonly number: string;
}

const GID = /^gid:\/\/([a-z]+)\/([A-Za-z]+)\/([1-9][0-9]{0,18})$/;
/** Of Postgres: no number of Shopify's that is kept may be larger. */
export const MAX_BIGINT = 9223372036854775807n;

/** Null when the text is no GID with a plain positive number that fits a Postgres bigint. */
export function parseGid(text: string): Gid | null {
  const [, namespace, kind, number] = GID.exec(text) ?? [];
  if (namespace === undefined || kind === undefined || number === undefined || BigInt(number) > MAX_BIGINT) return null;
  return { namespace, kind, number };
}

/** The id that `app(id:)` and the transactions use; the 2026-07 `events` root says `gid://shopify/App/…` with the same number. */
export function partnerAppGid(appNumber: string): string {
  return `gid://partners/App/${appNumber}`;
}

export function partnerShopGid(shopNumber: string): string {
  return `gid://partners/Shop/${shopNumber}`;
}
