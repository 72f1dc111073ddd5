import { Problem } from '../shared/api/problem.js';
import type { Merchant } from '../shared/api/types.js';
import type { Disconnection, Freshness } from '../shared/freshness.js';

export interface PanelFacts {
  readonly shop: string | null;
  readonly merchant: { readonly data: Merchant | undefined; readonly error: unknown };
  /** Undefined until the connections are known. */
  readonly freshness: Freshness | undefined;
  /** Set when they will not be known for now. */
  readonly isFreshnessUnknown: boolean;
}

export type PanelState =
  | { readonly name: 'loading' }
  | { readonly name: 'not_connected'; readonly disconnected?: Disconnection | undefined }
  /** Nobody is linked, or who is linked is not known here. */
  | { readonly name: 'no_match'; readonly isFirstSync: boolean }
  | { readonly name: 'problem'; readonly error: unknown }
  /** `problem` when what is shown could not be asked for again. */
  | { readonly name: 'merchant'; readonly merchant: Merchant; readonly problem: unknown };

/** What the panel shows. A merchant is shown as soon as it is there; that there is none is said only once it is known why. */
export function panelState({ shop, merchant, freshness, isFreshnessUnknown }: PanelFacts): PanelState {
  const { data, error } = merchant;
  if (freshness?.state === 'not_connected') return { name: 'not_connected', disconnected: freshness.disconnected };
  if (shop === null || (error instanceof Problem && error.code === 'not_found')) {
    if (freshness === undefined && !isFreshnessUnknown) return { name: 'loading' };
    return { name: 'no_match', isFirstSync: freshness?.state === 'first_sync' };
  }
  if (data !== undefined) return { name: 'merchant', merchant: data, problem: error };
  return error === null ? { name: 'loading' } : { name: 'problem', error };
}
