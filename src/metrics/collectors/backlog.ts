import { PREFIX } from '../registry.js';
import { collector, single } from './collector.js';

/** What is left to do, or could not be done, with rows that have come. */
export const backlog = collector({
  name: 'backlog',
  metrics: {
    pairs: {
      name: `${PREFIX}fold_backlog_pairs`,
      type: 'gauge',
      help: 'Pairs of app and shop with new rows that are yet to be derived; counted up to 100,000.',
    },
    quarantined: {
      name: `${PREFIX}quarantined_rows`,
      type: 'gauge',
      help: 'Rows of Shopify that could not be stored and are set aside; counted up to 100,000.',
    },
  },
  read: async ({ sql }) => {
    const [row] = await sql<[{ markedPairs: string; quarantinedRows: string }]>`
      select marked_pairs, quarantined_rows from backlog_metrics()
    `;
    return { pairs: single(Number(row.markedPairs)), quarantined: single(Number(row.quarantinedRows)) };
  },
});
