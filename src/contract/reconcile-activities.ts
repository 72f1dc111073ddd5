/** What one look at the connections that wait came to. */
export interface NudgeReport {
  /** Workflows that were told to look, or started because none ran. */
  nudged: number;
  /** Runs that stood still and were started anew. */
  restarted: number;
  /** Deliveries to Convot that should have been under way, and were started. */
  deliveries: number;
  /** Connections and deliveries that could not be put right this time. */
  failed: number;
}

/** What one page of connections came to. */
export interface ReconciledPage {
  readonly lookedAt: number;
  readonly failed: number;
  /** Where to go on; null at the end. */
  readonly next: string | null;
}

export interface ReconcileReport extends NudgeReport {
  lookedAt: number;
}

export interface ReconcileActivities {
  /** Puts right what should run and does not, deliveries too; sees when Shopify begins or ceases to refuse everybody. */
  nudgeLate(): Promise<NudgeReport>;
  /** Tidies up after the connections after this id, as many as there is time for. */
  reconcilePage(after: string | null): Promise<ReconciledPage>;
}
