import { Random } from '../../../../src/simulator/random.js';
import type { FaultKind } from './fault.js';
import { lineFaults, lostCommits } from './line-faults.js';
import { processFaults } from './process-faults.js';
import { receiverFaults } from './receiver-faults.js';
import { serverFaults } from './server-faults.js';
import { storms } from './storms.js';
import { upstreamFaults } from './upstream-faults.js';

export const KINDS: readonly FaultKind[] = [
  ...lineFaults,
  ...lostCommits,
  ...processFaults,
  ...serverFaults,
  ...upstreamFaults,
  ...receiverFaults,
  ...storms,
];

export const FAULTS_PER_SEED = 5;
const SEEDS_PER_DEAL = Math.floor(KINDS.length / FAULTS_PER_SEED);

/**
 * The kinds of one seed. They are dealt like cards, so that a dozen seeds in a row meet every kind, each time in other
 * company; a seed has the same ones whichever runs before it.
 * @param seed from 1
 */
export function kindsOf(seed: number): FaultKind[] {
  const deal = Math.floor((seed - 1) / SEEDS_PER_DEAL);
  const random = new Random(`deal ${deal}`);
  const cards = [...KINDS];
  for (let last = cards.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last);
    [cards[last], cards[other]] = [cards[other] as FaultKind, cards[last] as FaultKind];
  }
  const from = ((seed - 1) % SEEDS_PER_DEAL) * FAULTS_PER_SEED;
  return cards.slice(from, from + FAULTS_PER_SEED);
}
