import { PREFIX } from '../registry.js';
import { collector, single } from './collector.js';

/** From within an interval of four minutes to a day. */
const BOUNDS_SECONDS = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400];
/** What the objective allows: ten minutes at the usual interval. */
const INTERVALS = 2.5;
/** However short the interval, a sync may take a while. */
const LEAST_SECONDS = 60;

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
      help: 'Of connected connections, paused ones left out, the time since the newest rows were last read whole: as it is now, not counted up.',
    },
    outOfDate: {
      name: `${PREFIX}connections_out_of_date`,
      type: 'gauge',
      help: 'Connected connections, paused ones left out, whose newest rows were last read whole longer ago than 2.5 intervals, a minute at least.',
    },
    worst: {
      name: `${PREFIX}connection_freshness_worst_seconds`,
      type: 'gauge',
      help: 'Of connected connections, paused ones left out, the longest time since the newest rows were last read whole.',
    },
    firstSyncs: {
      name: `${PREFIX}first_syncs_running`,
      type: 'gauge',
      help: 'Connected connections whose first sync is not whole yet.',
    },
  },
  read: async ({ sql, intervalMs }) => {
    const bounds = [...BOUNDS_SECONDS, Math.max(LEAST_SECONDS, Math.ceil((INTERVALS * intervalMs) / 1_000))];
    const [row] = await sql<[Row]>`
      select within, connections, sum_seconds, worst_seconds, first_syncs from freshness_metrics(${bounds})
    `;
    const { within, connections, sumSeconds, worstSeconds, firstSyncs } = row;
    return {
      age: [
        ...BOUNDS_SECONDS.map((bound, place) => bucket(String(bound), Number(within[place]))),
        bucket('+Inf', Number(connections)),
        { part: 'sum', value: sumSeconds },
        { part: 'count', value: Number(connections) },
      ],
      outOfDate: single(Number(connections) - Number(within.at(-1))),
      worst: single(worstSeconds),
      firstSyncs: single(Number(firstSyncs)),
    };
  },
});

function bucket(le: string, value: number) {
  return { part: 'bucket', labels: { le }, value } as const;
}
