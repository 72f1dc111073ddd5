import type { CredentialTry } from '../store/credential-tries.js';
import { standingOf, TRIES_OF_ORGANIZATION, TRIES_OF_TARGET, TRY_WINDOW_MS } from './try-standing.js';

/** The oldest first; the last of `count` is `ageMs` old, each before it a second older. */
function tries(count: number, some: Partial<CredentialTry> = {}): CredentialTry[] {
  const { ageMs = 0 } = some;
  return Array.from({ length: count }, (_, index) => ({
    isOfTarget: true,
    refused: true,
    ...some,
    ageMs: ageMs + (count - 1 - index) * 1_000,
  }));
}

test('one who has not tried has all tries', () => {
  expect(standingOf([])).toEqual({ left: TRIES_OF_TARGET, free: TRIES_OF_TARGET, nextInMs: 0 });
});

test('each refused token leaves one less, down to none, until the first no longer counts', () => {
  expect(standingOf(tries(8))).toEqual({ left: 2, free: 2, nextInMs: 0 });
  expect(standingOf(tries(10))).toEqual({ left: 0, free: 0, nextInMs: TRY_WINDOW_MS - 9_000 });
  // One more than the limit, however it came: then the second has to go as well.
  expect(standingOf(tries(11))).toMatchObject({ left: 0, nextInMs: TRY_WINDOW_MS - 9_000 });
});

test('what is being asked about takes a place, but no try', () => {
  expect(standingOf(tries(10, { refused: false }))).toEqual({ left: 10, free: 0, nextInMs: 0 });
});

test('tokens for other Partner organizations count towards the organization’s own limit', () => {
  expect(standingOf(tries(20, { isOfTarget: false }))).toEqual({ left: 10, free: 10, nextInMs: 0 });
  expect(standingOf(tries(28, { isOfTarget: false }))).toEqual({ left: 2, free: 2, nextInMs: 0 });
  expect(standingOf(tries(TRIES_OF_ORGANIZATION, { isOfTarget: false, ageMs: 5_000 }))).toEqual({
    left: 0,
    free: 0,
    nextInMs: TRY_WINDOW_MS - 34_000,
  });
});
