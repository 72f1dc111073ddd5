import { nextWait } from './next-wait.js';

const INTERVAL = 240_000;

test.each([
  ['in time', 0, INTERVAL],
  ['nobody knows how late', null, INTERVAL],
  ['a minute late', 60_000, INTERVAL - 60_000],
  ['so late that its turn passes', 200_000, 2 * INTERVAL - 200_000],
  ['an hour and a minute late', 3_660_000, INTERVAL - 60_000],
])('%s', (_, lateMs, waitMs) => {
  expect(nextWait(INTERVAL, INTERVAL, lateMs)).toBe(waitMs);
});

test('connections that an outage made late together are as far apart again as before it', () => {
  const dueAt = Array.from({ length: 100 }, (_, index) => (index / 100) * INTERVAL);
  const backAt = 7 * INTERVAL;
  // All are made up for within seconds.
  const next = dueAt.map((due, index) => {
    const beganAt = backAt + index * 50;
    return beganAt + nextWait(INTERVAL, INTERVAL, beganAt - due);
  });
  const phases = next.map((at) => at % INTERVAL).sort((one, other) => one - other);
  phases.forEach((phase, index) => expect(phase).toBeCloseTo(dueAt[index] ?? NaN, 3));
});
