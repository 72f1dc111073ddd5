import type { ProcessGroup } from '../processes/process-group.js';
import type { Say } from '../progress.js';

/** What every part of `npm start` is given. */
export interface DevContext {
  readonly processes: ProcessGroup;
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
  /** The checkout. */
  readonly root: string;
  /** Data, keys and logs of the development servers. */
  readonly local: string;
  readonly logs: string;
}
