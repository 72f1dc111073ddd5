import { randomBytes } from 'node:crypto';
import { TracesOf } from '../support/database/traces-of.js';

const SECRET = 'prtapi_canary_0123456789abcdef';
const traces = new TracesOf(SECRET);

test.each([0, 1, 2, 3, 4, 5])('is found in base64 behind %i other bytes', (count) => {
  const bytes = Buffer.concat([randomBytes(count), Buffer.from(SECRET), randomBytes(count)]);
  for (const encoding of ['base64', 'base64url', 'hex', 'latin1'] as const) {
    expect(traces.in(bytes.toString(encoding))).toBe(true);
  }
});

test('is found URL-encoded, and not where it is not', () => {
  expect(traces.in(SECRET.replaceAll('_', '%5F'))).toBe(true);
  expect(traces.in(SECRET.slice(0, -1))).toBe(false);
  expect(traces.in(randomBytes(1_000_000))).toBe(false);
});
