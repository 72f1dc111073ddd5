import type { MerchantApp } from '../shared/api/types.js';

/** Why something is as it is shown. */
export interface Reason {
  /** What it is the reason of, where there are several. */
  readonly about: string | null;
  readonly why: NonNullable<MerchantApp['why']['mrr']>;
}
