import { PREFIX } from '../registry.js';
import { collector, single } from './collector.js';

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
      help: 'Age of the oldest message that is pending; 0 when there is none.',
    },
  },
  read: async ({ sql }) => {
    const [row] = await sql<[{ pending: string; failed: string; oldestSeconds: string | null }]>`
      select pending, failed, oldest_seconds from outbox_figures()
    `;
    return {
      messages: [
        { labels: { state: 'pending' }, value: Number(row.pending) },
        { labels: { state: 'failed' }, value: Number(row.failed) },
      ],
      oldest: single(Number(row.oldestSeconds ?? 0)),
    };
  },
});
