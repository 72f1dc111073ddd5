import fc from 'fast-check';
import { readRetryAfter } from './retry-after.js';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const QUARTER_OF_AN_HOUR_MS = 900_000;

const headersOf = (retryAfter: string, date?: string) =>
  new Headers({ 'retry-after': retryAfter, ...(date === undefined ? {} : { date }) });
const wait = (retryAfter: string, date?: string) => readRetryAfter(headersOf(retryAfter, date), NOW_MS);

test.each`
  retryAfter                           | waitMs
  ${'2'}                               | ${2_000}
  ${' 2 '}                             | ${2_000}
  ${'1.5'}                             | ${1_500}
  ${'0.0001'}                          | ${1}
  ${'0'}                               | ${null}
  ${'0.0'}                             | ${null}
  ${'-1'}                              | ${null}
  ${'+5'}                              | ${null}
  ${'1e3'}                             | ${null}
  ${'0x10'}                            | ${null}
  ${'Infinity'}                        | ${null}
  ${'NaN'}                             | ${null}
  ${'soon'}                            | ${null}
  ${''}                                | ${null}
  ${'5, 10'}                           | ${null}
  ${'900'}                             | ${QUARTER_OF_AN_HOUR_MS}
  ${'901'}                             | ${QUARTER_OF_AN_HOUR_MS}
  ${'1000000000'}                      | ${QUARTER_OF_AN_HOUR_MS}
  ${'9'.repeat(400)}                   | ${QUARTER_OF_AN_HOUR_MS}
  ${'Mon, 23 Nov 2026 12:00:30 GMT'}   | ${30_000}
  ${'Monday, 23-Nov-26 12:00:30 GMT'}  | ${30_000}
  ${'Mon, 23 Nov 2026 12:00:00 GMT'}   | ${null}
  ${'Mon, 23 Nov 2026 11:00:00 GMT'}   | ${null}
  ${'Mon, 23 Nov 2026 12:00:30'}       | ${null}
  ${'Mon, 23 Nov 2026 12:00:30 +0100'} | ${null}
  ${'Mon, 99 Nov 2026 12:00:30 GMT'}   | ${null}
  ${'Mon Nov 23 12:00:30 2026'}        | ${null}
  ${'2026-11-23T12:00:30Z'}            | ${null}
  ${'Fri, 01 Jan 2100 00:00:00 GMT'}   | ${QUARTER_OF_AN_HOUR_MS}
`(
  'Retry-After: $retryAfter means $waitMs ms',
  ({ retryAfter, waitMs }: { retryAfter: string; waitMs: number | null }) => {
    expect(wait(retryAfter)).toBe(waitMs);
  },
);

test('absent, it says nothing', () => {
  expect(readRetryAfter(new Headers(), NOW_MS)).toBeNull();
});

test('a date is told by the clock of who sent it', () => {
  expect(wait('Mon, 23 Nov 2026 09:00:30 GMT', 'Mon, 23 Nov 2026 09:00:00 GMT')).toBe(30_000);
  expect(wait('Mon, 23 Nov 2026 12:00:30 GMT', 'yesterday')).toBe(30_000);
});

const headerText = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
const anything = fc.oneof(
  headerText,
  fc.integer().map(String),
  fc.double().map(String),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toUTCString()),
);

test('whatever is sent, the wait is whole milliseconds between one and a quarter of an hour, or none', () => {
  fc.assert(
    fc.property(anything, anything, (retryAfter, date) => {
      const waitMs = wait(retryAfter, date);
      if (waitMs === null) return;
      expect(Number.isInteger(waitMs)).toBe(true);
      expect(waitMs).toBeGreaterThanOrEqual(1);
      expect(waitMs).toBeLessThanOrEqual(QUARTER_OF_AN_HOUR_MS);
    }),
    { numRuns: 3_000 },
  );
});

test('seconds within the bound are waited for to the millisecond, and more is never less', () => {
  const seconds = fc.integer({ min: 1, max: 10_000 });
  fc.assert(
    fc.property(seconds, seconds, (one, other) => {
      expect(wait(String(one))).toBe(Math.min(one * 1_000, QUARTER_OF_AN_HOUR_MS));
      if (one < other) expect(wait(String(one))).toBeLessThanOrEqual(wait(String(other)) ?? 0);
      const date = new Date(NOW_MS + one * 1_000).toUTCString();
      expect(wait(date)).toBe(wait(String(one)));
    }),
  );
});
