import { lazy, Suspense } from 'react';
import { ErrorBoundary } from '../../shared/ui/error-boundary.js';
import { isComparable } from '../figures/figures.js';
import { FiguresSection } from '../figures/figures-section.js';
import styles from '../revenue-view.module.css';
import { Trend } from '../trend/trend.js';
import { Breakdowns } from './breakdowns.js';
import type { ReportsProps } from './late-reports.js';

// Below what is seen first: figures and chart do not wait for them.
const LateReports = lazy(async () => ({ default: (await import('./late-reports.js')).LateReports }));

/** All that is calculated over merchants: figures, movements, where MRR comes from, who leaves, who stays, who converts. */
export function Reports(props: ReportsProps) {
  const { view, asked, onChange, revenue, shown, period, separator } = props;
  const { range, unit, history } = revenue;
  return (
    <>
      <FiguresSection
        days={asked.days}
        period={period}
        revenue={revenue}
        shown={shown}
        isComparable={isComparable(revenue)}
        onChange={onChange}
      />
      <Trend {...{ view, asked, history, unit, separator, onChange, range, period }} revenue={shown} />
      <Breakdowns revenue={shown} to={range.to} />
      <ErrorBoundary>
        <Suspense fallback={<div className={styles['waiting']} />}>
          <LateReports {...props} />
        </Suspense>
      </ErrorBoundary>
    </>
  );
}
