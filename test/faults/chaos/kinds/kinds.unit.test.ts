import { FAULTS_PER_SEED, KINDS, kindsOf } from './kinds.js';

const seeds = Array.from({ length: 40 }, (_, place) => place + 1);
const namesOf = (seed: number) => kindsOf(seed).map(({ name }) => name);

test('a seed has its faults, each once, and always the same ones', () => {
  for (const seed of seeds) {
    expect(new Set(namesOf(seed)).size).toBe(FAULTS_PER_SEED);
    expect(namesOf(seed)).toEqual(namesOf(seed));
  }
});

test('no two faults of a seed are done to the same', () => {
  for (const seed of seeds) {
    const targets = kindsOf(seed).map(({ target }) => target);
    expect(new Set(targets).size).toBe(targets.length);
  }
});

test('twenty seeds in a row meet every kind, wherever they begin', () => {
  for (const first of seeds) {
    const met = new Set(Array.from({ length: 20 }, (_, place) => namesOf(first + place)).flat());
    expect(KINDS.filter(({ name }) => !met.has(name)).length).toBeLessThanOrEqual(1);
  }
});

test('no two kinds have one name', () => {
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
});
