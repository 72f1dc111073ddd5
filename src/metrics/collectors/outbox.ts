import { PREFIX } from '../registry.js';
import { collector, single } from './collector.js';

interface Row {
  /** Counts; bigint, so text. */
  readonly pending: string;
  readonly failed: string;
  readonly oldestSeconds: number | null;
  readonly refusedSeconds: number | null;
}

/** Messages to Convot that are on their way, or were given up. Of the others only the deliveries are counted. */
export const outbox = collector({
  name: 'outbox',
  metrics: {
    messages: {
      name: `${PREFIX}outbox_messages`,
      type: 'gauge',
      help: 'Messages to Convot that are pending, and those of the last 30 days that were given up; counted up to 100,000.',
      labelNames: ['state'],
    },
    oldest: {
      name: `${PREFIX}outbox_oldest_seconds`,
      type: 'gauge',
      help: 'Age of the oldest message that is pending, or since when Convot takes no changes of merchants; 0 when there is neither.',
    },
    refused: {
      name: `${PREFIX}outbox_refused_seconds`,
      type: 'gauge',
      help: 'The same of what Convot refused, as far as it has taken nothing since.',
    },
  },
  read: async ({ sql }) => {
    const [row] = await sql<[Row]>`
      select pending, failed, oldest_seconds, refused_seconds from outbox_metrics()
    `;
    return {
      messages: [
        { labels: { state: 'pending' }, value: Number(row.pending) },
        { labels: { state: 'failed' }, value: Number(row.failed) },
      ],
      oldest: single(row.oldestSeconds ?? 0),
      refused: single(row.refusedSeconds ?? 0),
    };
  },
});
