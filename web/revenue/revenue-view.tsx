import type { Connection, Revenue } from '../shared/api/types.js';
import { formatDay } from '../shared/format/time.js';
import { Card } from '../shared/ui/card.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { Breakdowns } from './breakdowns/breakdowns.js';
import { currencyShown } from './view/currency-shown.js';
import { FigureCardsSkeleton } from './figures/figure-cards.js';
import { FiguresSection } from './figures/figures-section.js';
import { FilterBar } from './filters/filter-bar.js';
import { MerchantList } from './merchants/merchant-list.js';
import { messages } from './messages.en.js';
import styles from './revenue-view.module.css';
import { Trend } from './trend/trend.js';
import { useAnnouncedChange } from './use-announced-change.js';
import { useApps } from './use-apps.js';
import { useLastCurrency } from './view/use-last-currency.js';
import { useRevenue } from './use-revenue.js';
import type { ChangeView } from './view/use-view.js';
import type { View } from './view/view.js';

export interface RevenueViewProps {
  readonly view: View;
  readonly onChange: ChangeView;
  readonly connections: readonly Connection[];
  /** Of asking for them. */
  readonly connectionsError: unknown;
  readonly onRetry: () => unknown;
  readonly isFirstSync: boolean;
}

/** Figures, series, breakdowns and merchants of a connected account. */
export function RevenueView(props: RevenueViewProps) {
  const { view, onChange, connections, connectionsError, onRetry, isFirstSync } = props;
  const apps = useApps(connections);
  const { data: revenue, isPending, isPlaceholderData, error, refetch } = useRevenue(view);
  const shown = revenue === undefined ? undefined : currencyShown(revenue.currencies, view.currency);
  const currency = useLastCurrency(shown);
  const period = revenue === undefined ? '' : periodOf(revenue);
  const asked = `${view.range} ${view.app ?? ''} ${shown?.currencyCode ?? ''}`;
  useAnnouncedChange(asked, shown === undefined || isPlaceholderData ? undefined : messages.figures.shown(period));
  const problem = error ?? connectionsError;
  return (
    <>
      <FilterBar
        view={view}
        onChange={onChange}
        apps={apps}
        currencies={revenue?.currencies.map(({ currencyCode }) => currencyCode) ?? []}
        currency={shown?.currencyCode}
      />
      {problem !== null && <ProblemBanner error={problem} onRetry={() => Promise.all([onRetry(), refetch()])} />}
      {isPending && (
        <>
          <FigureCardsSkeleton />
          <div className={styles['waiting']} />
        </>
      )}
      {revenue !== undefined && (
        <div className={styles['figures']} aria-busy={isPlaceholderData}>
          {shown === undefined ? (
            <Card>
              <p>{isFirstSync ? messages.notices.noRevenueDuringSync : messages.notices.noRevenue}</p>
            </Card>
          ) : (
            <>
              <FiguresSection range={view.range} period={period} revenue={revenue} shown={shown} />
              <Trend view={view} onChange={onChange} range={revenue.range} period={period} revenue={shown} />
              <Breakdowns revenue={shown} to={revenue.range.to} />
            </>
          )}
        </div>
      )}
      <MerchantList
        // Sorted by the currency whose figures are shown above it, also where nobody has chosen one.
        view={{ ...view, currency: currency ?? view.currency }}
        isCurrencyKnown={!isPending}
        onChange={onChange}
        plans={plansOf(revenue)}
        isFirstSync={isFirstSync}
      />
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
