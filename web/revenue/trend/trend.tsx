import { lazy, Suspense } from 'react';
import type { CurrencyRevenue } from '../../shared/api/types.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { ErrorBoundary } from '../../shared/ui/error-boundary.js';
import { DownloadButton } from '../downloads/download-button.js';
import { messages } from '../messages.en.js';
import { revenuePath } from '../api-paths.js';
import { SectionHead } from '../section-head.js';
import type { ChangeView } from '../view/use-view.js';
import type { View } from '../view/view.js';
import { Legend, MovementMeanings } from './legend.js';
import { SeriesTable } from './series-table.js';
import styles from './trend.module.css';

// Most of the page's code is the chart's: figures and merchants do not wait for it.
const MrrChart = lazy(async () => ({ default: (await import('./mrr-chart.js')).MrrChart }));

export interface TrendProps {
  readonly view: View;
  readonly onChange: ChangeView;
  readonly range: { readonly from: string; readonly to: string };
  readonly period: string;
  readonly revenue: CurrencyRevenue;
}

/** MRR and its movements over the days of the range, as a chart or as a table. */
export function Trend({ view, onChange, range, period, revenue }: TrendProps) {
  const { heading, asTable, asChart, loading, incompleteDays, incompleteRows } = messages.trend;
  const hasIncompleteDays = revenue.series.some(({ complete }) => !complete);
  return (
    <Card>
      <SectionHead heading={heading}>
        <Button onClick={() => onChange({ table: !view.table })}>{view.table ? asChart : asTable}</Button>
        <DownloadButton
          path={revenuePath(view, 'csv')}
          fileName={messages.downloads.revenueFile(range.from, range.to)}
          label={messages.downloads.revenue}
        />
      </SectionHead>
      {hasIncompleteDays && <p className={styles['incomplete']}>{view.table ? incompleteRows : incompleteDays}</p>}
      {view.table ? (
        <SeriesTable revenue={revenue} period={period} />
      ) : (
        <figure className={styles['chart']}>
          <ErrorBoundary>
            <Suspense fallback={<p className={styles['waiting']}>{loading}</p>}>
              <MrrChart {...revenue} />
            </Suspense>
          </ErrorBoundary>
          <figcaption>
            <Legend />
          </figcaption>
        </figure>
      )}
      <MovementMeanings />
    </Card>
  );
}
