import type { Random } from '../../../../src/simulator/random.js';
import type { ChaosAccount } from '../account.js';
import type { KeptProcess } from '../kept-process.js';
import type { Stage } from '../stage.js';

/** Where a fault happens. */
export interface Scene {
  readonly stage: Stage;
  /** Those to which nothing lasting happens: whatever is done to the other one would do nothing. */
  readonly workers: readonly KeptProcess[];
  /** Those that are connected by now. */
  readonly accounts: readonly ChaosAccount[];
  /** The fault's own. */
  readonly random: Random;
}

/** A fault that is on. */
export interface Fault {
  /** How often it has done something so far. */
  readonly bites: () => number;
  readonly end: () => Promise<void>;
}

export interface FaultKind {
  readonly name: string;
  /** What it is done to. Two that are done to the same would be in each other's way, and each would count the other's. */
  readonly target: string;
  /** @throws when it cannot begin just now: it is asked again */
  readonly begin: (scene: Scene) => Promise<Fault>;
}

/** What does its harm at once, or by itself. */
export const nothingToEnd = () => Promise.resolve();
