import { PREFIX } from '../registry.js';
import { collector, type Sample } from './collector.js';

interface ConnectionFigure {
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
      help: 'Connected connections whose last sync failed, by the code of the failure.',
      labelNames: ['code'],
    },
  },
  read: async ({ sql, intervalMs }) => {
    const figures = await sql<ConnectionFigure[]>`
      select status, health, error_code, connections from connection_metrics(${intervalMs})
    `;
    const failing = figures.filter(({ status }) => status === 'connected');
    return {
      connections: sums(figures, ({ status, health }) => ({ status, health })),
      failing: sums(failing, ({ errorCode }) => (errorCode === null ? null : { code: errorCode })),
    };
  },
});

/** @param labelsOf null for what is not counted */
function sums(
  figures: readonly ConnectionFigure[],
  labelsOf: (figure: ConnectionFigure) => Readonly<Record<string, string>> | null,
): Sample[] {
  const samples = new Map<string, { labels: Readonly<Record<string, string>>; value: number }>();
  for (const figure of figures) {
    const labels = labelsOf(figure);
    if (labels === null) continue;
    const key = JSON.stringify(labels);
    samples.set(key, { labels, value: (samples.get(key)?.value ?? 0) + figure.connections });
  }
  return [...samples.values()];
}
