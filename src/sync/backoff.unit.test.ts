import { ShopifyUnavailable } from '../partner/client/errors.js';
import { Backoff } from './backoff.js';

const error = new ShopifyUnavailable('it is away');

/** One request after another, each sent after the trouble before it was noted. */
function noteEach(backoff: Backoff, times: number): void {
  for (let time = 0; time < times; time += 1) expect(backoff.note(error, performance.now())).toBe(true);
}

test('without trouble nothing waits', () => {
  const backoff = new Backoff();
  expect(backoff.last).toBeNull();
  expect(backoff.pauseMs()).toBe(0);
});

test.each([
  ['the first', 1, 250],
  ['the second', 2, 500],
  ['the third', 3, 1_000],
  ['the fourth', 4, 2_000],
])('after %s in a row the next request waits twice as long as before', (_, times, pauseMs) => {
  const backoff = new Backoff();
  const begunAtMs = performance.now();
  noteEach(backoff, times);
  const waitsMs = backoff.pauseMs();
  const passedMs = performance.now() - begunAtMs;
  expect(waitsMs).toBeGreaterThanOrEqual(pauseMs - passedMs);
  // A quarter more at most, so that syncs that failed together do not come back together.
  expect(waitsMs).toBeLessThanOrEqual(pauseMs * 1.25);
  expect(backoff.last).toBe(error);
});

test('the fifth in a row ends it', () => {
  const backoff = new Backoff();
  noteEach(backoff, 4);
  expect(() => backoff.note(error, performance.now())).toThrow(error);
});

test('requests that were on their way together and failed together are one trouble', () => {
  const backoff = new Backoff();
  const sentAtMs = performance.now();
  expect(backoff.note(error, sentAtMs)).toBe(true);
  for (let other = 0; other < 7; other += 1) expect(backoff.note(error, sentAtMs)).toBe(false);
  noteEach(backoff, 3);
});

test('a good answer in between begins the count anew, and nothing waits', () => {
  const backoff = new Backoff();
  noteEach(backoff, 4);
  backoff.reset();
  expect(backoff.pauseMs()).toBe(0);
  noteEach(backoff, 4);
  // What went wrong last is still known: a sync that never got on fails with it.
  expect(backoff.last).toBe(error);
});
