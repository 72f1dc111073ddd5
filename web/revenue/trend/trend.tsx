import { lazy, Suspense } from 'react';
import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { formatMoneyShort } from '../../shared/format/money.js';
import type { FirstSync } from '../../shared/freshness.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { ErrorBoundary } from '../../shared/ui/error-boundary.js';
import { revenuePath } from '../data/api-paths.js';
import { useFirstSync } from '../data/queries.js';
import { messages as page } from '../messages.en.js';
import { DownloadButton, type SeparatorChoice } from '../parts/download-button.js';
import { SectionHead } from '../parts/section-head.js';
import type { Asked } from '../period/asked.js';
import type { ChangeView } from '../view/use-view.js';
import type { View } from '../view/view.js';
import { mrrAxis, raisedStart } from './axes.js';
import { Legend, MovementMeanings } from './legend.js';
import { messages } from './messages.en.js';
import { SeriesTable } from './series-table.js';
import styles from './trend.module.css';

// Most of the page's code is the chart's: figures and merchants do not wait for it.
const MrrChart = lazy(async () => ({ default: (await import('./mrr-chart.js')).MrrChart }));

export interface TrendProps {
  readonly view: View;
  readonly asked: Asked;
  readonly history: Revenue['history'];
  readonly unit: Revenue['unit'];
  readonly separator: SeparatorChoice;
  readonly onChange: ChangeView;
  readonly range: { readonly from: string; readonly to: string };
  readonly period: string;
  readonly revenue: CurrencyRevenue;
}

/** MRR and its movements over the days or months of the range, as a chart or as a table. */
export function Trend({ view, asked, history, unit, separator, onChange, range, period, revenue }: TrendProps) {
  const firstSync = useFirstSync(history);
  const { heading, asTable, asChart, loading } = messages;
  const hasIncompletePoints = revenue.series.some(({ complete }) => !complete);
  const start = view.table ? null : raisedStart(mrrAxis(revenue.series));
  const { currencyCode } = revenue;
  return (
    <Card>
      <SectionHead heading={heading}>
        <Button onClick={() => onChange({ table: !view.table })}>{view.table ? asChart : asTable}</Button>
        <DownloadButton
          pathOf={(each) => revenuePath(asked, each)}
          separator={separator}
          fileName={page.downloads.revenueFile(range.from, range.to)}
          label={page.downloads.revenue}
        />
      </SectionHead>
      {hasIncompletePoints && <p className={styles['incomplete']}>{incompleteText(view, firstSync)}</p>}
      {view.table ? (
        <SeriesTable revenue={revenue} unit={unit} period={period} onChange={onChange} />
      ) : (
        <figure className={styles['chart']}>
          {start !== null && (
            <p className="subdued">{messages.raised(formatMoneyShort({ amount: String(start), currencyCode }))}</p>
          )}
          <ErrorBoundary>
            <Suspense fallback={<p className={styles['waiting']}>{loading}</p>}>
              <MrrChart revenue={revenue} unit={unit} onChange={onChange} />
            </Suspense>
          </ErrorBoundary>
          <figcaption>
            <Legend onChange={onChange} />
          </figcaption>
        </figure>
      )}
      <MovementMeanings />
    </Card>
  );
}

/** Why points are incomplete: a first sync that goes on is neither one that stopped half-way nor a later one. */
function incompleteText({ table }: View, firstSync: FirstSync): string {
  const { incompletePoints, incompleteRows } = messages;
  return (table ? incompleteRows : incompletePoints)[firstSync];
}
