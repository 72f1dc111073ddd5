import { englishOf } from './locale.js';
import { formatMoney, formatMoneyChange, formatMoneyShort } from './money.js';
import { formatChange, formatPercent, formatShare, plural } from './numbers.js';
import { formatDay, formatDuration, formatMonthShort, formatRelative } from './time.js';

/* In the English and zone of the machine that runs the tests, which is why parts are looked for, not whole sentences. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('\u2212', '-');

test.each([
  ['49.00', 'USD', /49\.00/],
  ['9007199254740993.25', 'USD', /9,007,199,254,740,993\.25/],
  ['3900', 'JPY', /3,900$/],
  ['1.234', 'KWD', /1\.234/],
  ['-10.00', 'USD', /^-.*10\.00/],
])('%s %s is shown to its last digit', (amount, currencyCode, expected) => {
  expect(plain(formatMoney({ amount, currencyCode }))).toMatch(expected);
});

test.each([
  ['49.00', /^\+.*49\.00$/],
  ['-49.00', /^-.*49\.00$/],
  ['0.00', /^[^+-]*0\.00$/],
])('a change of %s has its sign', (amount, expected) => {
  expect(plain(formatMoneyChange({ amount, currencyCode: 'USD' }))).toMatch(expected);
});

test('ticks of a chart are short', () => {
  expect(formatMoneyShort({ amount: '12345.67', currencyCode: 'USD' })).toMatch(/12\.35K/);
});

const now = Date.parse('2026-11-24T12:00:00Z');
test.each([
  ['2026-11-24T11:59:50Z', 'now'],
  ['2026-11-24T11:57:00Z', '3 minutes ago'],
  ['2026-11-24T12:03:00Z', 'in 3 minutes'],
  ['2026-11-24T11:58:50Z', '1 minute ago'],
  ['2026-11-24T09:00:00Z', '3 hours ago'],
  ['2026-11-23T12:00:00Z', '1 day ago'],
  // Yesterday, or the day before, or even today: by the reader's clock.
  ['2026-11-23T00:30:00Z', '1 day ago'],
  ['2026-11-25T23:00:00Z', 'in 1 day'],
  ['2026-11-19T12:00:00Z', '5 days ago'],
  ['2026-11-10T12:00:00Z', 'Nov 10, 2026'],
])('%s is %s', (instant, expected) => {
  expect(formatRelative(instant, now)).toBe(expected);
});

test.each([
  [20_000, '20 seconds'],
  [200_000, '3 minutes'],
  [7_300_000, '2 hours'],
])('%d ms take %s', (durationMs, expected) => {
  expect(formatDuration(durationMs)).toBe(expected);
});

test('a UTC day is that day in every zone', () => {
  expect(formatDay('2026-11-01')).toBe('Nov 1, 2026');
});

test.each([
  [['de-DE', 'de'], 'en'],
  [['de-DE', 'en-GB', 'en'], 'en-GB'],
  [['en-AU'], 'en-AU'],
  [[], 'en'],
])('readers of %j are shown what %s says', (languages, expected) => {
  expect(englishOf(languages)).toBe(expected);
});

test('shares and plurals', () => {
  expect(plain(formatChange(0.0421))).toBe('+4.2%');
  expect(plain(formatChange(-0.5))).toBe('-50%');
  expect([plural(1, 'app', 'apps'), plural(2, 'app', 'apps'), plural(0, 'app', 'apps')]).toEqual([
    'app',
    'apps',
    'apps',
  ]);
});

test('a share, and a rate that comes as exact text', () => {
  expect([formatShare(0.416), formatShare(1)]).toEqual(['42%', '100%']);
  expect(['4.17', '0.20', '100.00', '0'].map(formatPercent)).toEqual(['4.17%', '0.20%', '100.00%', '0.00%']);
});

test('a month is that month in every zone', () => {
  expect(['2026-11', '2026-11-30'].map(formatMonthShort)).toEqual(['Nov 2026', 'Nov 2026']);
});
