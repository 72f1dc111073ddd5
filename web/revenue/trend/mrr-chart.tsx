import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { CurrencyRevenue } from '../../shared/api/types.js';
import { formatMoneyShort } from '../../shared/format/money.js';
import { formatDayShort } from '../../shared/format/time.js';
import { messages } from '../messages.en.js';
import { movementAxis, mrrAxis } from './axes.js';
import styles from './mrr-chart.module.css';
import { PointTooltip } from './point-tooltip.js';
import { drawnPoint, incompleteStretches, MOVEMENT_NAMES } from './points.js';
import { UntabbedLayers } from './untabbed-layers.js';

const SYNC = 'days';
const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
const TICK = { fill: 'var(--text-subdued)', fontSize: 12 };
const AXIS_WIDTH = 64;

/**
 * MRR as a line, and below it what moved it, on the same days. The upper one takes the focus and tells both, day by
 * day with the arrow keys; the lower one repeats it for the eye.
 */
export function MrrChart({ currencyCode, series }: CurrencyRevenue) {
  const days = series.map(drawnPoint);
  const money = (amount: number) => formatMoneyShort({ amount: String(amount), currencyCode });
  const shading = incompleteStretches(series).map(({ from, to }) => (
    <ReferenceArea key={from} x1={from} x2={to} fill="var(--caution)" fillOpacity={0.16} />
  ));
  const vertical = { width: AXIS_WIDTH, tickFormatter: money, tick: TICK, axisLine: false, tickLine: false };
  const horizontal = {
    dataKey: 'date',
    scale: 'band',
    tickLine: false,
    axisLine: { stroke: 'var(--border-control)' },
  } as const;
  const grid = <CartesianGrid vertical={false} stroke="var(--border)" />;
  return (
    <>
      <LineChart
        responsive
        accessibilityLayer
        className={styles['line'] ?? ''}
        data={days}
        syncId={SYNC}
        margin={MARGIN}
        aria-label={messages.trend.chart(currencyCode)}
      >
        <UntabbedLayers />
        {grid}
        {shading}
        <XAxis {...horizontal} tick={false} height={12} />
        <YAxis {...vertical} {...mrrAxis(series)} tickCount={5} />
        <Tooltip content={PointTooltip} isAnimationActive={false} cursor={{ stroke: 'var(--border-control)' }} />
        <Line
          dataKey="mrr"
          type="linear"
          stroke="var(--accent)"
          strokeWidth={2}
          dot={days.length === 1}
          isAnimationActive={false}
        />
      </LineChart>
      <div aria-hidden="true">
        <BarChart
          responsive
          accessibilityLayer={false}
          className={styles['bars'] ?? ''}
          data={days}
          syncId={SYNC}
          stackOffset="sign"
          barCategoryGap="15%"
          maxBarSize={48}
          margin={MARGIN}
        >
          <UntabbedLayers />
          {grid}
          {shading}
          <XAxis {...horizontal} tick={TICK} tickFormatter={formatDayShort} minTickGap={24} axisLine={false} />
          <YAxis {...vertical} {...movementAxis(series)} tickCount={4} />
          <ReferenceLine y={0} stroke="var(--border-control)" />
          <Tooltip
            content={() => null}
            isAnimationActive={false}
            cursor={{ fill: 'var(--surface-sunken)', stroke: 'none' }}
          />
          {MOVEMENT_NAMES.map((name) => (
            <Bar
              key={name}
              dataKey={name}
              stackId="movements"
              fill={`var(--movement-${name})`}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </div>
    </>
  );
}
