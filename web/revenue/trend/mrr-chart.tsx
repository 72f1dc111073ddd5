import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';
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
import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { formatMoneyShort } from '../../shared/format/money.js';
import type { ChangeView } from '../view/use-view.js';
import { movementAxis, mrrAxis } from './axes.js';
import { messages } from './messages.en.js';
import styles from './mrr-chart.module.css';
import { pointKey, tickName } from './point-text.js';
import { PointTooltip } from './point-tooltip.js';
import {
  type DrawnPoint,
  drawnPoint,
  incompleteStretches,
  MOVEMENT_NAMES,
  type MovementName,
  type SeriesPoint,
} from './points.js';

const SYNC = 'days';
const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
const TICK = { fill: 'var(--text-subdued)', fontSize: 12 };
const AXIS_WIDTH = 64;

export interface MrrChartProps {
  readonly revenue: CurrencyRevenue;
  readonly unit: Revenue['unit'];
  readonly onChange: ChangeView;
}

/**
 * MRR as a line, and below it what moved it, on the same days or months. The upper one takes the focus and tells both,
 * one after the other with the arrow keys, and with Enter the merchants behind one; the lower one repeats it for the eye,
 * and for the mouse its bars lead to their merchants.
 */
export function MrrChart({ revenue: { currencyCode, series }, unit, onChange }: MrrChartProps) {
  const pointedAt = useRef<SeriesPoint>(undefined);
  const onPoint = useCallback((point: SeriesPoint) => {
    pointedAt.current = point;
  }, []);
  const open = (behind: MovementName | 'movements', point: SeriesPoint) =>
    onChange({ behind, on: pointKey(point, unit) }, 'push');
  const openPoint = () => {
    if (pointedAt.current !== undefined) open('movements', pointedAt.current);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') openPoint();
  };
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
      <div onKeyDown={onKeyDown}>
        <LineChart
          responsive
          accessibilityLayer
          className={styles['line'] ?? ''}
          data={days}
          syncId={SYNC}
          margin={MARGIN}
          aria-label={messages.chart(currencyCode, unit)}
          onClick={openPoint}
        >
          <UntabbedLayers />
          {grid}
          {shading}
          <XAxis {...horizontal} tick={false} height={12} />
          <YAxis {...vertical} {...mrrAxis(series)} />
          <Tooltip
            content={<PointTooltip unit={unit} onPoint={onPoint} />}
            isAnimationActive={false}
            cursor={{ stroke: 'var(--border-control)' }}
          />
          <Line
            dataKey="mrr"
            type="linear"
            stroke="var(--accent)"
            strokeWidth={2}
            dot={days.length === 1}
            isAnimationActive={false}
          />
        </LineChart>
      </div>
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
          <XAxis
            {...horizontal}
            tick={TICK}
            tickFormatter={(date: string) => tickName(date, unit)}
            minTickGap={24}
            axisLine={false}
          />
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
              cursor="pointer"
              onClick={({ payload }: { payload?: DrawnPoint }) => {
                if (payload !== undefined) open(name, payload.point);
              }}
            />
          ))}
        </BarChart>
      </div>
    </>
  );
}

/**
 * Takes the layers of the chart that it stands in out of the order of Tab. React listens for focus on each of them, and
 * Chromium has Tab stop at every SVG element on which somebody does: a dozen stops without a name.
 */
export function UntabbedLayers() {
  const place = useRef<SVGGElement>(null);
  useEffect(() => {
    const layers = place.current?.ownerSVGElement?.querySelectorAll<SVGGElement>('[class^="recharts-zIndex-layer"]');
    for (const layer of layers ?? []) layer.tabIndex = -1;
  });
  return <g ref={place} />;
}
