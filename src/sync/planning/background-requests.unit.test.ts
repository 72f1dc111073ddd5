import { type Instant, plusMs } from '../../values/instant.js';
import { BackgroundRequests } from './background-requests.js';

const now = '2026-11-20T00:00:00.000000Z' as Instant;

test.each<[string, Instant | null, boolean]>([
  ['never rested', null, true],
  ['still rest', plusMs(now, 1), false],
  ['have just rested', now, true],
  ['rested long ago', plusMs(now, -86_400_000), true],
])('requests that %s', (_, restUntil, mayBeSent) => {
  expect(new BackgroundRequests(restUntil, now).mayBeSent()).toBe(mayBeSent);
});

test.each([
  ['one request', 1],
  ['all that one sync may spend', Number.POSITIVE_INFINITY],
])('after %s they rest so long that they take a tenth of four requests a second', (_, most) => {
  const background = new BackgroundRequests(null, now);
  let sent = 0;
  for (; sent < most && background.mayBeSent(); sent += 1) background.noteSent();
  const perSecond = sent / (background.restMs() / 1_000);
  expect(perSecond).toBeLessThanOrEqual(4 / 10);
  // And no longer than that, or a large account would be swept too seldom.
  expect(perSecond).toBeGreaterThan(3 / 10);
});

test('none was sent: there is nothing to rest from', () => {
  expect(new BackgroundRequests(null, now).restMs()).toBe(0);
});
