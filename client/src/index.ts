export { everyItem } from './every-item.js';
export { followChanges, type Followed, type FollowOptions, type Place } from './follow-changes.js';
export type * from './generated/types.gen.js';
export { PartnerSync, type PartnerSyncOptions } from './partner-sync.js';
export { ProblemError, UnexpectedAnswer } from './problem-error.js';
