import { Problem } from '../shared/api/problem.js';
import type { MerchantInFull } from '../shared/api/types.js';
import type { Disconnection, FirstSync, Freshness } from '../shared/freshness.js';

export interface PanelFacts {
  /** Null when nobody is asked for. */
  readonly shop: string | null;
  readonly isLookingUp: boolean;
  readonly merchant: { readonly data: MerchantInFull | undefined; readonly error: unknown };
  /** Undefined until the connections are known. */
  readonly freshness: Freshness | undefined;
  readonly firstSync: FirstSync;
  /** Set when they will not be known for now. */
  readonly isFreshnessUnknown: boolean;
}

export type PanelState =
  | { readonly name: 'loading' }
  | { readonly name: 'not_connected'; readonly disconnected?: Disconnection | undefined }
  /** Another merchant is looked up. */
  | { readonly name: 'look_up' }
  /** Nobody is linked, or who is linked is not known here. */
  | { readonly name: 'no_match'; readonly firstSync: FirstSync }
  | { readonly name: 'problem'; readonly error: unknown }
  /** `problem` when what is shown could not be asked for again. */
  | { readonly name: 'merchant'; readonly merchant: MerchantInFull; readonly problem: unknown };

/** What the panel shows. A merchant is shown as soon as it is there; that there is none is said only once it is known why. */
export function panelState(facts: PanelFacts): PanelState {
  const { shop, isLookingUp, merchant, freshness, firstSync, isFreshnessUnknown } = facts;
  const { data, error } = merchant;
  if (freshness?.state === 'not_connected') return { name: 'not_connected', disconnected: freshness.disconnected };
  // Where there is nobody to go back to, the search is there anyway.
  if (isLookingUp && shop !== null) return { name: 'look_up' };
  if (shop === null || (error instanceof Problem && error.code === 'not_found')) {
    if (freshness === undefined && !isFreshnessUnknown) return { name: 'loading' };
    return { name: 'no_match', firstSync };
  }
  if (data !== undefined) return { name: 'merchant', merchant: data, problem: error };
  return error === null ? { name: 'loading' } : { name: 'problem', error };
}
