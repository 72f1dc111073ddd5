import { parseGid } from '../../../src/values/gid.js';

/** What is asked for, by name; what is null is not. */
export type Query = Readonly<Record<string, string | null>>;

/** A path of the api with its query. */
export function pathOf(path: string, query: Query): string {
  const asked = Object.entries(query).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return asked.length === 0 ? path : `${path}?${new URLSearchParams(asked)}`;
}

type Part = 'events' | 'history' | 'charges' | 'corrections' | 'mrr-definitions';

/**
 * Where a merchant is in the api.
 * @param key a domain or a shop's number, as it was typed or told by a host
 * @param part of what is known of the merchant; null is the merchant itself
 */
export function merchantPath(key: string, part: Part | null = null, query: Query = {}): string {
  return pathOf(`/v1/merchants/${encodeURIComponent(key)}${part === null ? '' : `/${part}`}`, query);
}

/** The number in an app's id, which the api tells as a GID. */
export const appNumberOf = (appId: string): string => parseGid(appId)?.number ?? appId;
