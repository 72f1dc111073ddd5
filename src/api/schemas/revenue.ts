import { z } from 'zod';
import { HISTORY_COVERAGES, SERIES_UNITS } from '../../contract/revenue-words.js';
import { eachMovement } from '../../revenue/figures/movements.js';
import { Money, shown } from './common.js';

const day = z.string().meta({ format: 'date', description: 'A UTC day' });

export const Days = z.strictObject({ from: day, to: day }).meta({ id: 'Days' });

export const History = z.enum(HISTORY_COVERAGES).meta({
  id: 'HistoryCoverage',
  description:
    'How much of the past is known of the connections that have the apps. `none`: there is no such connection; `partial`: the first sync of one is not whole, so that figures may still grow and nothing is compared: every `previous` is null; `whole`: figures that are nothing are nothing',
});

const MoneyFigure = z.strictObject({ value: Money, previous: Money.nullable() }).meta({ id: 'MoneyFigure' });
const AverageFigure = z
  .strictObject({ value: Money.nullable(), previous: Money.nullable() })
  .meta({ id: 'AverageFigure', description: 'Null: not enough data' });
const CountFigure = z.strictObject({ value: z.int(), previous: z.int().nullable() }).meta({ id: 'CountFigure' });

const rate = z
  .string()
  .nullable()
  .meta({ examples: ['4.17'], description: 'Per cent, decimal text; null when nobody paid at the start of the month' });
const RateFigure = z.strictObject({ value: rate, previous: rate }).meta({
  id: 'RateFigure',
  description: 'Of the last complete calendar month before the end of the range, and of the month before that',
});

const Cards = z
  .strictObject({
    mrr: MoneyFigure,
    arr: MoneyFigure,
    newMrr: MoneyFigure,
    churnedMrr: MoneyFigure.meta({ description: 'A loss is negative, as in the series' }),
    arpu: AverageFigure,
    projectedLtv: AverageFigure,
  })
  .meta({
    id: 'RevenueCards',
    description:
      '`value` is at the end of the range, `previous` at the end of the day before it, null while the history is not whole; of new and churned MRR they are the sums of the range and of the equally long one before',
  });

const Point = z
  .strictObject({
    date: day.meta({ description: 'The day, or the first day of the month that is in the range', format: 'date' }),
    mrr: Money.meta({ description: 'At the end of the day, or of the last day of the month that is in the range' }),
    complete: z.boolean().meta({ description: 'False when the rows of some connection do not reach the end of it' }),
    ...eachMovement(() => Money),
  })
  .meta({ id: 'RevenuePoint', description: 'The movements add up to the change of MRR since the point before' });

const ChurnMonth = z
  .strictObject({
    month: z.string().meta({ examples: ['2026-10'] }),
    paying: z.int().meta({ description: 'Merchants with MRR above zero when it began' }),
    stopped: z.int().meta({ description: 'Of these, who did not pay when it ended; a freeze is one of the reasons' }),
    merchantChurnRate: rate,
    mrr: Money.meta({ description: 'When it began' }),
    churnedMrr: Money.meta({ description: 'The movement `churn` of the month; a loss is negative' }),
    mrrChurnRate: rate,
  })
  .meta({ id: 'ChurnMonth' });

const merchants = z.int().meta({ description: 'Shops that are trialing or active there' });

const CurrencyRevenue = z
  .strictObject({
    currencyCode: z.string(),
    cards: Cards,
    churnRate: z.strictObject({ merchants: RateFigure, mrr: RateFigure }),
    activeMerchants: CountFigure,
    series: z.array(Point),
    churn: z
      .array(ChurnMonth)
      .meta({ description: 'The last 12 complete calendar months before the end of the range, oldest first' }),
    byApp: z.array(
      z.strictObject({ appId: z.string().meta(shown.appId), appName: z.string().nullable(), mrr: Money, merchants }),
    ),
    byPlan: z.array(
      z.strictObject({ appId: z.string().meta(shown.appId), plan: z.string().nullable(), mrr: Money, merchants }),
    ),
  })
  .meta({ id: 'CurrencyRevenue' });

export const Revenue = z
  .strictObject({
    range: Days,
    unit: z.enum(SERIES_UNITS).meta({ description: 'What a point of the series stands for' }),
    history: History,
    activeMerchants: CountFigure.meta({ description: 'Over all currencies: a shop counts once' }),
    currencies: z.array(CurrencyRevenue).meta({ description: 'Amounts of two currencies are never added' }),
  })
  .meta({ id: 'Revenue' });
