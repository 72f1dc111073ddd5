import type { SyncInput } from '../activities/connection-activities.js';

/** What one sync is asked to do, and how patiently. */
export interface SyncOrder extends SyncInput {
  /** Each request must be answered within this time; the Partner API client's own deadline unless said otherwise. */
  readonly deadlineMs?: number;
  /** Only look for what is new: answer `more` when there is anything else to do, and fail rather than try again. */
  readonly isGlance?: boolean;
}
