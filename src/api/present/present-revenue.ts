import type { z } from 'zod';
import type { ComparedFigure } from '../../revenue/figures/cards.js';
import { type ChurnMonth, merchantChurnRate, mrrChurnRate } from '../../revenue/figures/churn.js';
import { eachMovement } from '../../revenue/figures/movements.js';
import type { CurrencyRevenue } from '../../revenue/figures/revenue.js';
import type { NamedRevenue } from '../../revenue/read-revenue.js';
import { partnerAppGid } from '../../values/gid.js';
import { formatPercent, formatRatio, type Money, money, type Ratio, type Units } from '../../values/money.js';
import type { Revenue } from '../schemas/revenue.js';

type Shown = z.input<typeof Revenue>;

/** Revenue as the contract shows it: every exact figure rounded once. */
export function presentRevenue(revenue: NamedRevenue): Shown {
  const { range, unit, history, activeMerchants, currencies } = revenue;
  return {
    range: { from: range.from, to: range.to },
    unit,
    history,
    activeMerchants,
    currencies: currencies.map((currency) => presentCurrency(currency, revenue)),
  };
}

function presentCurrency(
  revenue: CurrencyRevenue,
  { appNames, history }: Pick<NamedRevenue, 'appNames' | 'history'>,
): Shown['currencies'][number] {
  const { currency, cards, activeMerchants, points, churn, apps, plans } = revenue;
  const show = (units: Units) => money(units, currency);
  const showFigure = ({ value, previous }: ComparedFigure<Units>) => ({
    value: show(value),
    previous: previous === null ? null : show(previous),
  });
  const showAverage = ({ value, previous }: ComparedFigure<Ratio | null>) => ({
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
    churnRate: {
      merchants: rateFigure(churn, merchantChurnRate, history),
      mrr: rateFigure(churn, mrrChurnRate, history),
    },
    activeMerchants,
    series: points.map(({ date, mrr, complete, movements }) => ({
      date,
      mrr: show(mrr),
      complete,
      ...eachMovement((movement) => show(movements[movement])),
    })),
    churn: churn.map((month) => ({
      month: month.month,
      paying: month.paying,
      stopped: month.stopped,
      merchantChurnRate: percent(merchantChurnRate(month)),
      mrr: show(month.mrr),
      churnedMrr: show(month.churned),
      mrrChurnRate: percent(mrrChurnRate(month)),
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

/** Of the last month, and of the one before; nothing is compared while the history is not whole. */
function rateFigure(
  churn: readonly ChurnMonth[],
  rateOf: (month: ChurnMonth) => Ratio | null,
  history: NamedRevenue['history'],
) {
  const [previous, value] = churn.slice(-2).map((month) => percent(rateOf(month)));
  return { value: value ?? null, previous: history === 'whole' ? (previous ?? null) : null };
}

function percent(ratio: Ratio | null): string | null {
  return ratio === null ? null : formatPercent(ratio);
}

function average(ratio: Ratio | null, currencyCode: string): Money | null {
  return ratio === null ? null : { amount: formatRatio(ratio, currencyCode), currencyCode };
}
