import type { HistoryCoverage, SeriesUnit } from '../../contract/revenue-words.js';
import { groupBy } from '../../values/group-by.js';
import type { Units } from '../../values/money.js';
import { type Cards, cardsOf, type ComparedFigure } from './cards.js';
import { churnByMonth, type ChurnMonth } from './churn.js';
import { momentsOf, type Range } from './range.js';
import { type DayChange, historyOf, type Knowledge, type Point, pointsOf, seriesOf } from './series.js';
import { ShopCounts, type ShopGroup } from './shop-counts.js';

/** What one app carries in one currency at the end of a range. */
export interface AppStanding {
  /** bigint as text. */
  readonly appNumber: string;
  readonly currency: string;
  readonly mrr: Units;
  /** Shops that are trialing or live there. */
  readonly merchants: number;
}

/** The same for one plan of it; null where no row names one. */
export interface PlanStanding extends AppStanding {
  readonly plan: string | null;
}

/** Everything that a range's figures are reckoned from. */
export interface RevenueFacts {
  readonly changes: readonly (DayChange & { readonly currency: string })[];
  /** As `churnByMonth` takes them. */
  readonly months: readonly (DayChange & { readonly currency: string })[];
  /** At the moments of `momentsOf`. */
  readonly shops: readonly ShopGroup[];
  readonly apps: readonly AppStanding[];
  readonly plans: readonly PlanStanding[];
  readonly connections: readonly Knowledge[];
}

export interface CurrencyRevenue {
  readonly currency: string;
  readonly cards: Cards;
  readonly activeMerchants: ComparedFigure<number>;
  readonly points: readonly Point[];
  readonly churn: readonly ChurnMonth[];
  readonly apps: readonly AppStanding[];
  readonly plans: readonly PlanStanding[];
}

/** One range's figures, exact. */
export interface RangeRevenue {
  readonly range: Range;
  /** What a point stands for. */
  readonly unit: SeriesUnit;
  readonly history: HistoryCoverage;
  /** Over all currencies: a shop counts once. */
  readonly activeMerchants: ComparedFigure<number>;
  /** By code. Of a currency without any movement or charge there is nothing to say. */
  readonly currencies: readonly CurrencyRevenue[];
}

export function revenueOf(range: Range, unit: SeriesUnit, facts: RevenueFacts): RangeRevenue {
  const { connections } = facts;
  const history = historyOf(connections);
  const isComparable = history !== 'partial';
  const changes = groupBy(facts.changes, ({ currency }) => currency);
  const months = groupBy(facts.months, ({ currency }) => currency);
  const shops = groupBy(facts.shops, ({ currency }) => currency);
  const moments = momentsOf(range);
  const countsOf = (currency: string | null) => new ShopCounts(moments, shops.get(currency) ?? []);
  const currencies = new Set([...changes.keys(), ...shops.keys()].filter((currency) => currency !== null));
  return {
    range,
    unit,
    history,
    activeMerchants: activeMerchants(range, countsOf(null), isComparable),
    currencies: [...currencies].sort().map((currency) => {
      const counts = countsOf(currency);
      const series = seriesOf(range, changes.get(currency) ?? [], connections);
      return {
        currency,
        cards: cardsOf(range, series, counts, isComparable),
        activeMerchants: activeMerchants(range, counts, isComparable),
        points: pointsOf(unit, series.points),
        churn: churnByMonth(counts, range.end, months.get(currency) ?? []),
        apps: facts.apps.filter((standing) => standing.currency === currency),
        plans: facts.plans.filter((standing) => standing.currency === currency),
      };
    }),
  };
}

function activeMerchants({ from, end }: Range, counts: ShopCounts, isComparable: boolean): ComparedFigure<number> {
  return { value: counts.active(end), previous: isComparable ? counts.active(from) : null };
}
