import { PREFIX } from '../registry.js';
import { collector, type Sample } from './collector.js';

interface ConnectionCount {
  readonly status: string;
  readonly health: string;
  /** Of the failure that is not over; null while there is none. */
  readonly errorCode: string | null;
  readonly connections: number;
}

/** How many connections there are, how they are, and what many of them fail with. */
export const connections = collector({
  name: 'connections',
  metrics: {
    connections: {
      name: `${PREFIX}connections`,
      type: 'gauge',
      help: 'Connections by the status of their row and by health, in the words of ConnectionHealth, by what the rows say.',
      labelNames: ['status', 'health'],
    },
    failing: {
      name: `${PREFIX}connections_failing`,
      type: 'gauge',
      help: 'Connected connections, paused ones left out, whose last sync failed, by the code of the failure.',
      labelNames: ['code'],
    },
  },
  read: async ({ sql, intervalMs }) => {
    const counts = await sql<ConnectionCount[]>`
      select status, health, error_code, connections from connection_metrics(${intervalMs})
    `;
    const failing = counts.filter(({ status, health }) => status === 'connected' && health !== 'paused');
    return {
      connections: sums(counts, ({ status, health }) => ({ status, health })),
      failing: sums(failing, ({ errorCode }) => (errorCode === null ? null : { code: errorCode })),
    };
  },
});

/** @param labelsOf null for what is not counted */
function sums(
  counts: readonly ConnectionCount[],
  labelsOf: (count: ConnectionCount) => Readonly<Record<string, string>> | null,
): Sample[] {
  const samples = new Map<string, { labels: Readonly<Record<string, string>>; value: number }>();
  for (const count of counts) {
    const labels = labelsOf(count);
    if (labels === null) continue;
    const key = JSON.stringify(labels);
    samples.set(key, { labels, value: (samples.get(key)?.value ?? 0) + count.connections });
  }
  return [...samples.values()];
}
