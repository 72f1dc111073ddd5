import { parsePostgresInstant } from '../values/instant.js';
import { backupLine, certificateLine, connectionUseLine } from './edge-lines.js';

const now = Date.parse('2026-11-02T12:00:00Z');
const instant = (text: string) => parsePostgresInstant(text) ?? fail(text);
const fail = (text: string): never => {
  throw new Error(text);
};

test.each([
  ['2027-02-01T00:00:00.000Z', 'ok', 'certificate client: valid until 2027-02-01, for 90 days'],
  ['2026-12-31T12:00:00.000Z', 'warn', 'certificate client: valid until 2026-12-31, for 59 days'],
  ['2027-01-01T12:00:00.000Z', 'ok', 'certificate client: valid until 2027-01-01, for 60 days'],
  ['2026-11-02T11:59:59.000Z', 'FAIL', 'certificate client: it has ended'],
  [null, 'FAIL', 'certificate client: it cannot be read'],
])('a certificate that is valid until %s: %s', (validTo, level, text) => {
  expect(certificateLine({ name: 'client', validTo }, now)).toEqual({ level, text });
});

test.each([
  [77, 'ok'],
  [78, 'warn'],
])('%d of 97 connections: %s', (open, level) => {
  const byProcess = [{ name: 'convot-worker', count: 20 }];
  expect(connectionUseLine({ open, most: 97, byProcess })).toEqual({
    level,
    text: `Postgres connections: ${open} of 97 are open (convot-worker 20)`,
  });
});

test('a backup is late after thirty hours, by the doctor as by the alert', () => {
  expect(backupLine(undefined, now).level).toBe('note');
  const at = (text: string) => backupLine({ endedAt: instant(text), bytes: '5' }, now).level;
  expect(at('2026-11-01 06:30:00+00')).toBe('ok');
  expect(at('2026-11-01 05:00:00+00')).toBe('warn');
});
