import type { MerchantStatus } from '../../../contract/merchant-words.js';
import type { Chapters } from '../chapters.js';
import type { ScheduledCancellation } from '../history/scheduled-cancellation.js';
import type { LifeState } from '../history/story.js';
import type { Course } from '../trials/trials.js';

/** What the reasons are read from. */
export interface RiskQuestion extends Pick<Chapters, 'known' | 'tests' | 'changes' | 'story'> {
  readonly status: MerchantStatus;
  /** The course whose plan is shown. */
  readonly primary: Course | null;
  /** Of that course. */
  readonly cancellation: ScheduledCancellation | null;
  /** What is live or frozen. */
  readonly standing: readonly LifeState[];
}
