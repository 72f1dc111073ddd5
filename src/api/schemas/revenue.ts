import { z } from 'zod';
import { eachMovement } from '../../revenue/movements.js';
import { RANGES } from '../../revenue/range.js';
import { Money, shown } from './common.js';
import { appId } from './connect-fields.js';

export const RevenueQuery = z.strictObject({
  range: z.enum(RANGES).default('30d').meta({ description: 'Complete UTC days, ending yesterday' }),
  appId: appId.optional().meta({ description: 'Of this app alone' }),
});

const day = z.string().meta({ format: 'date', description: 'A UTC day' });

const MoneyFigure = z.strictObject({ value: Money, previous: Money }).meta({ id: 'MoneyFigure' });
const AverageFigure = z
  .strictObject({ value: Money.nullable(), previous: Money.nullable() })
  .meta({ id: 'AverageFigure', description: 'Null: not enough data' });
const CountFigure = z.strictObject({ value: z.int(), previous: z.int() }).meta({ id: 'CountFigure' });

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
      '`value` is at the end of the range, `previous` at the end of the day before it; of new and churned MRR they are the sums of the range and of the equally long one before',
  });

const Point = z
  .strictObject({
    date: day,
    mrr: Money.meta({ description: 'At the end of the day' }),
    complete: z
      .boolean()
      .meta({ description: 'False when the rows of some connection do not reach the end of the day' }),
    ...eachMovement(() => Money),
  })
  .meta({ id: 'RevenuePoint', description: 'The movements add up to the change of MRR since the day before' });

const merchants = z.int().meta({ description: 'Shops that are trialing or active there' });

const CurrencyRevenue = z
  .strictObject({
    currencyCode: z.string(),
    cards: Cards,
    activeMerchants: CountFigure,
    series: z.array(Point),
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
    range: z.strictObject({ from: day, to: day }),
    activeMerchants: CountFigure.meta({ description: 'Over all currencies: a shop counts once' }),
    currencies: z.array(CurrencyRevenue).meta({ description: 'Amounts of two currencies are never added' }),
  })
  .meta({ id: 'Revenue' });
