import { instantFromMs } from '../../values/instant.js';
import { Departure } from './departure.js';
import type { Turn } from './turns.js';

const instant = instantFromMs(0);
const turn: Turn = { granted: true, waitMs: 0, nextInMs: 250, leavesAt: instant, freeAt: instant };

test('a turn is over when this process paused since, not when the database took its time to answer', () => {
  const nowMs = performance.now();
  const minuteAgoMs = nowMs - 60_000;
  expect(new Departure(turn, minuteAgoMs, minuteAgoMs).isOver()).toBe(true);
  expect(new Departure(turn, minuteAgoMs, nowMs).isOver()).toBe(false);
  expect(new Departure({ ...turn, waitMs: 60_000 }, minuteAgoMs, minuteAgoMs).isOver()).toBe(false);
});
