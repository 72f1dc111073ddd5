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
 * The kinds of one seed, of which no two are done to the same. They are dealt like cards, those of one target one after the
 * other, so that nine seeds in a row meet every kind but one, each time in other company; a seed has the same ones whichever
 * runs before it.
 * @param seed from 1
 */
export function kindsOf(seed: number): FaultKind[] {
  const deal = Math.floor((seed - 1) / SEEDS_PER_DEAL);
  const random = new Random(`deal ${deal}`);
  const targets = shuffled(random, [...new Set(KINDS.map(({ target }) => target))]);
  const cards = targets.flatMap((target) =>
    shuffled(
      random,
      KINDS.filter((kind) => kind.target === target),
    ),
  );
  return cards.filter((_, place) => place % SEEDS_PER_DEAL === (seed - 1) % SEEDS_PER_DEAL).slice(0, FAULTS_PER_SEED);
}

function shuffled<T>(random: Random, all: readonly T[]): T[] {
  const cards = [...all];
  for (let last = cards.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last);
    [cards[last], cards[other]] = [cards[other] as T, cards[last] as T];
  }
  return cards;
}
