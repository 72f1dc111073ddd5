import { ShopifyUnavailable } from '../partner/client/errors.js';
import { Troubles } from './backoff.js';

const error = new ShopifyUnavailable('it is away');

/** One request after another, each sent after the trouble before it was noted. */
function noteEach(troubles: Troubles, times: number): void {
  for (let time = 0; time < times; time += 1) expect(troubles.note(error, performance.now())).toBe(true);
}

test('without trouble nothing waits', () => {
  const troubles = new Troubles();
  expect(troubles.last).toBeNull();
  expect(troubles.pauseMs()).toBe(0);
});

test.each([
  ['the first', 1, 250],
  ['the second', 2, 500],
  ['the third', 3, 1_000],
  ['the fourth', 4, 2_000],
])('after %s in a row the next request waits twice as long as before', (_, times, pauseMs) => {
  const troubles = new Troubles();
  const begunAtMs = performance.now();
  noteEach(troubles, times);
  const waitsMs = troubles.pauseMs();
  const passedMs = performance.now() - begunAtMs;
  expect(waitsMs).toBeGreaterThanOrEqual(pauseMs - passedMs);
  // A quarter more at most, so that syncs that failed together do not come back together.
  expect(waitsMs).toBeLessThanOrEqual(pauseMs * 1.25);
  expect(troubles.last).toBe(error);
});

test('the fifth in a row ends it', () => {
  const troubles = new Troubles();
  noteEach(troubles, 4);
  expect(() => troubles.note(error, performance.now())).toThrow(error);
});

test('requests that were on their way together and failed together are one trouble', () => {
  const troubles = new Troubles();
  const sentAtMs = performance.now();
  expect(troubles.note(error, sentAtMs)).toBe(true);
  for (let other = 0; other < 7; other += 1) expect(troubles.note(error, sentAtMs)).toBe(false);
  noteEach(troubles, 3);
});

test('a good answer in between begins the count anew, and nothing waits', () => {
  const troubles = new Troubles();
  noteEach(troubles, 4);
  troubles.areOver();
  expect(troubles.pauseMs()).toBe(0);
  noteEach(troubles, 4);
  // What went wrong last is still known: a sync that never got on fails with it.
  expect(troubles.last).toBe(error);
});
