import type { Revenue } from '../../shared/api/types.js';
import { formatList } from '../../shared/format/numbers.js';
import type { MovementName } from './points.js';

type Unit = Revenue['unit'];

const movements: Readonly<Record<MovementName, string>> = {
  new: 'New',
  reactivation: 'Reactivation',
  expansion: 'Expansion',
  resumed: 'Resumed',
  contraction: 'Contraction',
  paused: 'Paused',
  churn: 'Churn',
};

const noMovement = 'No movement';

/** What the page says of MRR over time. */
export const messages = {
  heading: 'MRR over time',
  asTable: 'Show as table',
  asChart: 'Show as chart',
  loading: 'Loading the chart …',
  chart: (currency: string, unit: Unit) =>
    `MRR in ${currency}, ${unit} by ${unit}. Use the left and right arrow keys to read the ${unit}s, and Enter to see the merchants behind one.`,
  caption: (currency: string, period: string, unit: Unit) =>
    `MRR and its movements in ${currency}, ${period}, newest ${unit} first`,
  region: (unit: Unit) => `MRR ${unit} by ${unit}`,
  date: { day: 'Date', month: 'Month' } satisfies Record<Unit, string>,
  mrr: 'MRR',
  movements,
  noMovement,
  incomplete: 'Incomplete',
  incompletePoints: {
    whole: 'Shaded stretches are incomplete: syncing was behind or stopped, so some of their changes may be missing.',
    running: 'Shaded stretches are incomplete: the first sync is still reading what happened before.',
    stopped: 'Shaded stretches are incomplete: the first sync stopped before it was whole.',
  },
  incompleteRows: {
    whole: 'Rows marked as incomplete may lack some changes: syncing was behind or had stopped.',
    running: 'Rows marked as incomplete may lack some changes: the first sync is still reading the past.',
    stopped: 'Rows marked as incomplete may lack some changes: the first sync stopped before it was whole.',
  },
  raised: (start: string) => `The value axis begins at ${start}, not at zero, so that small changes can be seen.`,
  aboutMovements: 'What the movements mean',
  read: (when: string, mrr: string, changes: readonly string[], isComplete: boolean) =>
    `${when}: MRR ${mrr}. ${changes.length === 0 ? noMovement : formatList(changes)}.${isComplete ? '' : ' Incomplete.'}`,
  ofPoint: (movement: string, when: string) => `${movement}, ${when}`,
  inAll: (movement: string) => `${movement} in all of these days`,
  movement: (name: string, amount: string) => `${name} ${amount}`,
} as const;
