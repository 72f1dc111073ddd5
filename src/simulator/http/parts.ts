import type { FaultScript } from '../faults/script.js';
import type { RateLimit } from '../rate-limit.js';
import type { RequestLog } from '../request-log.js';
import type { Settings } from '../settings.js';
import type { World } from '../world.js';

/** What the Partner API and the control API share. */
export interface SimulatorParts {
  readonly world: World;
  readonly settings: Settings;
  readonly faults: FaultScript;
  readonly rateLimit: RateLimit;
  readonly log: RequestLog;
  /** Milliseconds since the epoch, as the world sees it. */
  readonly clock: () => number;
}
