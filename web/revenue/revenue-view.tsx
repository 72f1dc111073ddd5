import { lazy, Suspense, useState } from 'react';
import type { Connection, Revenue } from '../shared/api/types.js';
import { formatDay } from '../shared/format/time.js';
import { useAnnouncedChange } from '../shared/page/announce.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { revenuePath } from './data/api-paths.js';
import { useApps, useReport } from './data/queries.js';
import { FigureCardsSkeleton } from './figures/figures-section.js';
import { FilterBar } from './filters/filter-bar.js';
import { MerchantList } from './merchants/merchant-list.js';
import { PastMerchants } from './merchants/past-merchants.js';
import { messages } from './messages.en.js';
import { NoRevenue } from './notices/no-figures.js';
import type { Separator } from './parts/download-button.js';
import type { Asked } from './period/asked.js';
import { Reports } from './reports/reports.js';
import styles from './revenue-view.module.css';
import { currencyShown, useLastCurrency } from './view/currency-shown.js';
import type { ChangeView } from './view/use-view.js';
import type { View } from './view/view.js';

// Until a figure is opened nobody waits for it.
const BehindDialog = lazy(async () => ({ default: (await import('./behind/behind-dialog.js')).BehindDialog }));

export interface RevenueViewProps {
  readonly view: View;
  readonly asked: Asked;
  readonly today: string;
  readonly onChange: ChangeView;
  readonly connections: readonly Connection[];
  /** Of asking for them. */
  readonly connectionsError: unknown;
  readonly onRetry: () => unknown;
}

/** Figures, series, reports and merchants of a connected account. */
export function RevenueView(props: RevenueViewProps) {
  const { view, asked, today, onChange, connections, connectionsError, onRetry } = props;
  const separator = useState<Separator>('comma');
  const apps = useApps(connections);
  const { data: revenue, isPending, isPlaceholderData, error, refetch } = useReport<Revenue>(revenuePath(asked));
  const shown = revenue === undefined ? undefined : currencyShown(revenue.currencies, view.currency);
  const currency = useLastCurrency(shown);
  const period = revenue === undefined ? '' : periodOf(revenue);
  const isShown = shown !== undefined && !isPlaceholderData;
  useAnnouncedChange(
    `${revenuePath(asked)} ${shown?.currencyCode ?? ''}`,
    isShown ? messages.figures.shown(period) : undefined,
  );
  const problem = error ?? connectionsError;
  const retry = () => Promise.all([onRetry(), refetch()]);
  return (
    <>
      <FilterBar
        view={view}
        onChange={onChange}
        today={today}
        shownDays={revenue?.range}
        apps={apps}
        currencies={revenue?.currencies.map(({ currencyCode }) => currencyCode) ?? []}
        currency={shown?.currencyCode}
      />
      {problem !== null && <ProblemBanner error={problem} onRetry={retry} />}
      {isPending && (
        <>
          <FigureCardsSkeleton />
          <div className={styles['waiting']} />
        </>
      )}
      {revenue !== undefined && (
        <div className={styles['figures']} aria-busy={isPlaceholderData}>
          {shown === undefined ? (
            <NoRevenue view={view} onChange={onChange} revenue={revenue} />
          ) : (
            <Reports {...{ view, asked, onChange, revenue, shown, period, separator }} />
          )}
        </div>
      )}
      {asked.asOf === null ? (
        <MerchantList
          // Sorted by the currency whose figures are shown above it, also where nobody has chosen one.
          view={{ ...view, currency: currency ?? view.currency }}
          isCurrencyKnown={!isPending}
          onChange={onChange}
          plans={plansOf(revenue)}
          history={revenue?.history}
          separator={separator}
        />
      ) : (
        currency !== undefined && (
          <PastMerchants asOf={asked.asOf} app={asked.app} currency={currency} onChange={onChange} />
        )
      )}
      {view.behind !== null && (
        <Suspense>
          <BehindDialog
            name={view.behind}
            on={view.on}
            app={view.app}
            onChange={onChange}
            revenue={revenue}
            shown={shown}
            error={error}
            onRetry={retry}
          />
        </Suspense>
      )}
    </>
  );
}

function periodOf({ range: { from, to } }: Revenue): string {
  return messages.figures.period(formatDay(from), formatDay(to));
}

/** The plans that somebody is on, in any currency. */
function plansOf(revenue: Revenue | undefined): string[] {
  const plans = revenue?.currencies.flatMap(({ byPlan }) => byPlan.map(({ plan }) => plan)) ?? [];
  return [...new Set(plans)].filter((plan) => plan !== null).toSorted((one, other) => one.localeCompare(other));
}
