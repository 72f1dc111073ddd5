/** Why a sync failed, without a word of Shopify's: codes only. */
export interface SyncFailure {
  /** `credential`: the owner must act (token, permission). `other`: an outage or a mistake of ours. */
  readonly kind: 'credential' | 'other';
  /** The contract's error code. */
  readonly code: string;
  readonly permission: 'view_financials' | 'manage_apps' | null;
  /** What support can find the failure by in the logs. */
  readonly reference: string;
  /** The generation that the failed sync worked for; null when it failed before it knew. */
  readonly generation: number | null;
}
