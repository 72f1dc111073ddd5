import type { z } from 'zod';
import { partnerAppGid } from '../gid.js';
import { formatRatio, money, type Money, type Ratio, type Units } from '../money.js';
import type { Figure } from '../revenue/cards.js';
import { eachMovement } from '../revenue/movements.js';
import type { NamedRevenue } from '../revenue/read-revenue.js';
import type { CurrencyRevenue } from '../revenue/revenue.js';
import type { Revenue } from './schemas/revenue.js';

type Shown = z.input<typeof Revenue>;

/** Revenue as the contract shows it: every exact figure rounded once. */
export function presentRevenue({ range, activeMerchants, currencies, appNames }: NamedRevenue): Shown {
  return {
    range: { from: range.from, to: range.to },
    activeMerchants,
    currencies: currencies.map((revenue) => presentCurrency(revenue, appNames)),
  };
}

function presentCurrency(revenue: CurrencyRevenue, appNames: NamedRevenue['appNames']): Shown['currencies'][number] {
  const { currency, cards, activeMerchants, points, apps, plans } = revenue;
  const show = (units: Units) => money(units, currency);
  const showFigure = ({ value, previous }: Figure<Units>) => ({ value: show(value), previous: show(previous) });
  const showAverage = ({ value, previous }: Figure<Ratio | null>) => ({
    value: average(value, currency),
    previous: average(previous, currency),
  });
  return {
    currencyCode: currency,
    cards: {
      mrr: showFigure(cards.mrr),
      arr: showFigure(cards.arr),
      newMrr: showFigure(cards.newMrr),
      churnedMrr: showFigure(cards.churnedMrr),
      arpu: showAverage(cards.arpu),
      projectedLtv: showAverage(cards.projectedLtv),
    },
    activeMerchants,
    series: points.map(({ date, mrr, complete, movements }) => ({
      date,
      mrr: show(mrr),
      complete,
      ...eachMovement((movement) => show(movements[movement])),
    })),
    byApp: apps.map(({ appNumber, mrr, merchants }) => ({
      appId: partnerAppGid(appNumber),
      appName: appNames.get(appNumber) ?? null,
      mrr: show(mrr),
      merchants,
    })),
    byPlan: plans.map(({ appNumber, plan, mrr, merchants }) => ({
      appId: partnerAppGid(appNumber),
      plan,
      mrr: show(mrr),
      merchants,
    })),
  };
}

function average(ratio: Ratio | null, currencyCode: string): Money | null {
  return ratio === null ? null : { amount: formatRatio(ratio, currencyCode), currencyCode };
}
