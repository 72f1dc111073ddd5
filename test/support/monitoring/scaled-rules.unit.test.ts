import { alertsOf, readRules } from './rules.js';
import { scaledRules } from './scaled-rules.js';

const FACTOR = 30;
const [rules, scaled] = [
  readRules(),
  scaledRules(readRules(), { factor: FACTOR, thresholdsKept: ['WorkersDoNotPoll'] }),
];
const expressions = scaled.groups.flatMap((group) => group.rules.map(({ expr }) => expr)).join('\n');

test('every window, wait and threshold of the rules is a thirtieth', () => {
  const windows = [...expressions.matchAll(/\[[^\]]*\]/g)].map(([window]) => window);
  expect(new Set(windows.filter((window) => !/^\[\d+ms\]$/.test(window)))).toEqual(new Set());
  expect(windows).toContain('[10000ms]');
  expect(alertsOf(scaled).map((alert) => alert.for)).toEqual(
    alertsOf(rules).map((alert) => {
      const [, count = '', unit = ''] = /(\d+)([mh])/.exec(alert.for) ?? [];
      return `${(Number(count) * (unit === 'h' ? 3_600_000 : 60_000)) / FACTOR}ms`;
    }),
  );
  expect(expressions.match(/\* (60|3600)\b(?! \/ 30)/g)).toEqual(['* 60']);
  expect(expressions).toContain('partner_sync_worker_polls_last_timestamp_seconds < 3 * 60)');
});

test('whatever is compared with a time is told in minutes or hours', () => {
  const thresholds = rules.groups.flatMap((group) =>
    group.rules.flatMap(({ expr }) => [...expr.matchAll(/_seconds\)?\s*[<>]\s*([^\n]+)/g)].map(([, right]) => right)),
  );
  expect(thresholds.length).toBeGreaterThan(3);
  for (const threshold of thresholds) expect(threshold).toMatch(/\* (60|3600)/);
});
