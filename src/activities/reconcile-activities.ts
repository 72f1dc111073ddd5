export interface ReconcileReport {
  lookedAt: number;
  /** Connections whose workflow was nudged. */
  healed: number;
  /** Nudges that Temporal did not take. */
  failed: number;
}

export interface ReconcileActivities {
  /** Looks at the connections after this id, a page of them; `next` is where to go on, null at the end. */
  reconcilePage(after: string | null): Promise<ReconcileReport & { next: string | null }>;
}
