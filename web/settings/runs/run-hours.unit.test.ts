import type { RunHour } from '../../shared/api/types.js';
import { dayText, hourState, hourText } from './run-hours.js';

const at = (hour: number) => new Date(2026, 10, 24, hour).toISOString();
const hour = (from: number, counts: Partial<RunHour> = {}): RunHour => {
  return { from: at(from), finished: 0, failed: 0, cancelled: 0, ...counts };
};

test.each([
  [hour(1), 'none', /: no sync$/],
  [hour(1, { finished: 14 }), 'ok', /^1:00\sAM–2:00\sAM: 14 finished$/],
  [hour(1, { finished: 14, failed: 1 }), 'failed', /: 14 finished, 1 failed$/],
  [hour(1, { cancelled: 1 }), 'ok', /: 1 stopped$/],
])('one hour', (told, state, text) => {
  expect(hourState(told)).toBe(state);
  expect(hourText(told)).toMatch(text);
});

test('a day in one sentence', () => {
  expect(dayText([hour(1), hour(2)])).toBe('No sync yet');
  expect(dayText([hour(1), hour(2, { finished: 3 })])).toBe('No sync failed.');
  expect(dayText([hour(1, { failed: 1 }), hour(2, { finished: 3 })])).toMatch(/^1 sync failed, around 1:00\sAM\.$/);
  const bad = Array.from({ length: 7 }, (_, from) => hour(from, { failed: 2 }));
  expect(dayText(bad)).toMatch(/^14 syncs failed, around 3:00\sAM, .* and 3 more hours\.$/);
  expect(dayText(bad.slice(0, 5))).toMatch(/and 1 more hour\.$/);
});
