import { PREFIX } from '../registry.js';
import { collector, single } from './collector.js';

/** From within an interval of four minutes to a day. */
const BOUNDS_SECONDS = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400];

interface Row {
  /** Of each bound how many are not older; bigint, so text. */
  readonly within: readonly string[];
  readonly connections: string;
  readonly sumSeconds: number;
  readonly worstSeconds: number | null;
  readonly firstSyncs: string;
}

/** How old what is known of connected accounts is, and how many are known for the first time. */
export const freshness = collector({
  name: 'freshness',
  metrics: {
    age: {
      name: `${PREFIX}connection_freshness_seconds`,
      type: 'histogram',
      help: 'Of connected connections, the time since the newest rows were last read whole: as it is now, not counted up.',
    },
    worst: {
      name: `${PREFIX}connection_freshness_worst_seconds`,
      type: 'gauge',
      help: 'Of connected connections, the longest time since the newest rows were last read whole.',
    },
    firstSyncs: {
      name: `${PREFIX}first_syncs_running`,
      type: 'gauge',
      help: 'Connected connections whose first sync is not whole yet.',
    },
  },
  read: async ({ sql }) => {
    const [row] = await sql<[Row]>`
      select within, connections, sum_seconds, worst_seconds, first_syncs from freshness_figures(${BOUNDS_SECONDS})
    `;
    const { within, connections, sumSeconds, worstSeconds, firstSyncs } = row;
    return {
      age: [
        ...BOUNDS_SECONDS.map((bound, place) => bucket(String(bound), Number(within[place]))),
        bucket('+Inf', Number(connections)),
        { part: 'sum', value: sumSeconds },
        { part: 'count', value: Number(connections) },
      ],
      worst: single(worstSeconds),
      firstSyncs: single(Number(firstSyncs)),
    };
  },
});

function bucket(le: string, value: number) {
  return { part: 'bucket', labels: { le }, value } as const;
}
