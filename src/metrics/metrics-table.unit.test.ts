import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../process/paths.js';
import { declaredMetrics, metricsTable } from './metrics-table.js';

const declared = declaredMetrics();

test('docs/reference.md lists the metrics as they are (npm run docs)', () => {
  expect(readFileSync(join(paths.root, 'docs/reference.md'), 'utf8')).toContain(metricsTable());
});

// As `promtool check metrics` judges them, and https://prometheus.io/docs/practices/naming/.
test.each(declared)('$name has a name as Prometheus wants it', ({ name, type, help }) => {
  expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  expect(name.endsWith('_total')).toBe(type === 'counter');
  expect(name).not.toMatch(/_(count|sum|bucket|info|milliseconds|ms|minutes|hours|kilobytes|percent)(_|$)/);
  expect(help).toMatch(/\.$/);
  expect(help).not.toContain('|');
});

test('no label names a tenant, a connection or a shop', () => {
  const labels = new Set(declared.flatMap(({ labelNames }) => labelNames));
  expect([...labels].sort()).toEqual([
    ...['certificate', 'change', 'code', 'collector', 'feed', 'health', 'key', 'kind', 'method', 'outcome'],
    ...['result', 'route', 'severity', 'source', 'state', 'status'],
  ]);
});
