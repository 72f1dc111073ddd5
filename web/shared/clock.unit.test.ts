import { learnServerTime, serverNow } from './clock.js';

const now = Date.parse('2026-11-24T12:00:00.400Z');
afterEach(() => learnServerTime(new Date().toUTCString()));

test.each([
  ['Tue, 24 Nov 2026 12:00:00 GMT', 0],
  ['Tue, 24 Nov 2026 12:05:00 GMT', 299_600],
  ['Tue, 24 Nov 2026 11:00:00 GMT', -3_600_400],
  ['no date', 0],
  [null, 0],
])('a server that says %s is ahead by %d ms', (date, aheadMs) => {
  learnServerTime(date, now);
  expect(Math.abs(serverNow() - Date.now() - aheadMs)).toBeLessThan(50);
});
