export interface ReconcileReport {
  lookedAt: number;
  /** Connections whose workflow was nudged. */
  healed: number;
  /** Nudges that Temporal did not take. */
  failed: number;
  /** Deliveries to Convot that were late and started. */
  deliveries: number;
}

/** What one page of connections came to. */
export type ReconciledPage = Omit<ReconcileReport, 'deliveries'> & { readonly next: string | null };

export interface ReconcileActivities {
  /** Looks at the connections after this id, a page of them; `next` is where to go on, null at the end. */
  reconcilePage(after: string | null): Promise<ReconciledPage>;
  /** Starts deliveries to Convot that should be under way and are not. */
  resumeDeliveries(): Promise<{ resumed: number; failed: number }>;
}
