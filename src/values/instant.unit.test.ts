import { instantToMicros, parsePostgresInstant, storedInstant } from './instant.js';

test.each([
  ['2026-11-03 01:41:06.5+00', '2026-11-03T01:41:06.500000Z'],
  ['2026-11-03 01:41:06+00', '2026-11-03T01:41:06.000000Z'],
  ['1998-09-03 11:44:34.28571+00', '1998-09-03T11:44:34.285710Z'],
  ['2100-01-01 00:00:00+00', '2100-01-01T00:00:00.000000Z'],
])('Postgres’ %s is read as it is, whatever its year', (text, instant) => {
  expect(parsePostgresInstant(text)).toBe(instant);
  expect(
    instantToMicros(parsePostgresInstant(text) as NonNullable<ReturnType<typeof parsePostgresInstant>>),
  ).not.toBeNaN();
});

test.each(['infinity', '-infinity', '0044-03-15 12:00:00+00 BC', '10000-01-01 00:00:00+00'])('%s is not', (text) => {
  expect(parsePostgresInstant(text)).toBeNull();
});

test.each([
  ['2026-11-03T01:41:06.5+00:00', '2026-11-03T01:41:06.500000Z'],
  ['2026-11-03T01:41:06+00:00', '2026-11-03T01:41:06.000000Z'],
  ['2026-11-03 01:41:06.285714+00', '2026-11-03T01:41:06.285714Z'],
  ['2026-11-03T01:41:06.500000Z', '2026-11-03T01:41:06.500000Z'],
  ['infinity', 'infinity'],
  ['10000-01-01T00:00:00+00:00', '10000-01-01T00:00:00+00:00'],
  ['0044-03-15T12:00:00+00:00 BC', '0044-03-15T12:00:00+00:00 BC'],
  ['2026-11-03T01:41:06+05:30', '2026-11-03T01:41:06+05:30'],
])('%s out of what is stored is %s', (text, instant) => {
  expect(storedInstant(text)).toBe(instant);
});
