import { parseGid } from '../../../src/gid.js';

type Part = 'events' | 'history' | 'charges' | 'corrections';

/**
 * Where a merchant is in the api.
 * @param key a domain or a shop's number, as it was typed or told by a host
 * @param part of what is known of the merchant; null is the merchant itself
 */
export function merchantPath(
  key: string,
  part: Part | null = null,
  query: Readonly<Record<string, string>> = {},
): string {
  const path = `/v1/merchants/${encodeURIComponent(key)}${part === null ? '' : `/${part}`}`;
  const asked = new URLSearchParams(query).toString();
  return asked === '' ? path : `${path}?${asked}`;
}

/** The number in an app's id, which the api tells as a GID. */
export const appNumberOf = (appId: string): string => parseGid(appId)?.number ?? appId;
