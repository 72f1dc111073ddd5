import type { Units } from '../money.js';
import { cardsOf, type Cards, type Figure } from './cards.js';
import { groupBy } from './group-by.js';
import { momentsOf } from './moments.js';
import type { Range } from './range.js';
import { seriesOf, type DayChange, type Knowledge, type Point } from './series.js';
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
  /** At the moments of `momentsOf`. */
  readonly shops: readonly ShopGroup[];
  readonly apps: readonly AppStanding[];
  readonly plans: readonly PlanStanding[];
  readonly connections: readonly Knowledge[];
}

export interface CurrencyRevenue {
  readonly currency: string;
  readonly cards: Cards;
  readonly activeMerchants: Figure<number>;
  readonly points: readonly Point[];
  readonly apps: readonly AppStanding[];
  readonly plans: readonly PlanStanding[];
}

/** One range's figures, exact. */
export interface Revenue {
  readonly range: Range;
  /** Over all currencies: a shop counts once. */
  readonly activeMerchants: Figure<number>;
  /** By code. Of a currency without any movement or charge there is nothing to say. */
  readonly currencies: readonly CurrencyRevenue[];
}

export function revenueOf(range: Range, facts: RevenueFacts): Revenue {
  const { connections } = facts;
  const changes = groupBy(facts.changes, ({ currency }) => currency);
  const shops = groupBy(facts.shops, ({ currency }) => currency);
  const moments = momentsOf(range);
  const countsOf = (currency: string | null) => new ShopCounts(moments, shops.get(currency) ?? []);
  const currencies = new Set([...changes.keys(), ...shops.keys()].filter((currency) => currency !== null));
  return {
    range,
    activeMerchants: activeMerchants(range, countsOf(null)),
    currencies: [...currencies].sort().map((currency) => {
      const counts = countsOf(currency);
      const series = seriesOf(range, changes.get(currency) ?? [], connections);
      return {
        currency,
        cards: cardsOf(range, series, counts),
        activeMerchants: activeMerchants(range, counts),
        points: series.points,
        apps: facts.apps.filter((standing) => standing.currency === currency),
        plans: facts.plans.filter((standing) => standing.currency === currency),
      };
    }),
  };
}

function activeMerchants({ from, end }: Range, counts: ShopCounts): Figure<number> {
  return { value: counts.active(end), previous: counts.active(from) };
}
