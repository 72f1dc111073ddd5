import type { Registry } from 'prom-client';
import { PoolUse } from '../postgres/pool-use.js';
import type { Sql } from '../postgres/sql.js';
import { createLogger } from '../process/log.js';
import { createApiMetrics } from './api-metrics.js';
import { createWorkerMetrics } from './worker-metrics.js';

/** One metric as it is declared. */
export interface DeclaredMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly labelNames: readonly string[];
  /** Which processes show it. */
  readonly processes: readonly string[];
}

/** Every metric of ours, by name; those that prom-client makes of Node and the process are left out. */
export function declaredMetrics(): DeclaredMetric[] {
  const pool = { poolUse: new PoolUse(0), certificateFiles: [] };
  // Nothing is read: they are only declared.
  const scope = { sql: null as unknown as Sql, logger: createLogger('metrics', 'silent') };
  const processes = {
    api: createApiMetrics(pool).registry,
    worker: createWorkerMetrics({ ...pool, ...scope, intervalMs: 0, apiVersion: '2026-07', sdkPort: null }).registry,
  };
  const found = new Map<string, DeclaredMetric>();
  for (const [process, registry] of Object.entries(processes)) {
    for (const metric of ofOurs(registry)) {
      const { name, type, help, labelNames } = metric;
      const before = found.get(name)?.processes ?? [];
      found.set(name, { name, type, help, labelNames, processes: [...before, process] });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same as a table in Markdown, for docs/reference.md; its columns are as wide as prettier makes them. */
export function metricsTable(): string {
  const rows = declaredMetrics().map(({ name, type, help, labelNames, processes }) => {
    const labels = labelNames.length === 0 ? '' : `{${labelNames.join(', ')}}`;
    return [`\`${name}${labels}\``, type, processes.join(', '), help];
  });
  const all = [['metric', 'type', 'of', 'what it is'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function ofOurs(registry: Registry): Omit<DeclaredMetric, 'processes'>[] {
  const all = registry.getMetricsAsArray() as unknown as Omit<DeclaredMetric, 'processes'>[];
  return all.filter(({ name }) => !/^(nodejs|process)_/.test(name));
}
