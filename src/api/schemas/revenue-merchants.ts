import { z } from 'zod';
import { COUNTED_MERCHANTS, MOVEMENTS } from '../../contract/revenue-words.js';
import { instant, listOf, Money, pageFields, shown } from './common.js';
import { appId } from './connect-fields.js';
import { MerchantEventList } from './merchant-records.js';
import { Days } from './revenue.js';
import { asOf, currency, plan, revenueFields } from './revenue-query.js';

/** Who it is, short. */
export const MerchantName = z
  .strictObject({ shopNumber: z.string().meta(shown.number), myshopifyDomain: z.string(), name: z.string() })
  .meta({ id: 'MerchantName' });

export const MovementsQuery = z.strictObject({
  ...revenueFields,
  ...pageFields,
  movement: z.enum(MOVEMENTS).optional(),
  currency: currency.optional(),
  plan,
});

const MovementItem = z
  .strictObject({
    id: z.string().meta({ description: 'Of the event, as in the merchant’s history' }),
    movement: z.enum(MOVEMENTS),
    type: MerchantEventList.shape.items.element.shape.type,
    occurredAt: instant,
    merchant: MerchantName,
    appId: z.string().meta(shown.appId),
    appName: z.string().nullable(),
    plan: z.string().nullable(),
    mrrChange: Money.meta({ description: 'Rounded once; the totals are rounded after they were added up' }),
    reason: z.string().nullable().meta({
      description: 'As Shopify gives it: reasons in the merchant’s language, separated by commas',
    }),
    description: z.string().nullable(),
  })
  .meta({ id: 'Movement' });

export const MovementList = z
  .strictObject({
    range: Days,
    totals: z
      .array(z.strictObject({ currencyCode: z.string(), count: z.int(), mrrChange: Money }))
      .meta({ description: 'Of the whole list, not of the page; exactly the sums of the series' }),
    ...listOf(MovementItem).shape,
  })
  .meta({ id: 'MovementList' });

export const RevenueMerchantsQuery = z.strictObject({
  ...pageFields,
  asOf,
  currency: currency.meta({ description: 'Amounts of two currencies have no order' }),
  standing: z
    .enum(COUNTED_MERCHANTS)
    .default('paying')
    .meta({ description: '`paying`: MRR above zero; `active`: trialing or active, also for nothing' }),
  appId: appId.optional().meta({ description: 'Of this app alone' }),
  plan,
});

const RevenueMerchant = z
  .strictObject({
    merchant: MerchantName,
    mrr: Money.meta({ description: 'Of all its plans below' }),
    plans: z.array(
      z.strictObject({
        appId: z.string().meta(shown.appId),
        appName: z.string().nullable(),
        plan: z.string().nullable(),
        status: z.enum(['trialing', 'active']),
        mrr: Money,
        since: instant.meta({ description: 'Since when it was so' }),
      }),
    ),
  })
  .meta({ id: 'RevenueMerchant' });

export const RevenueMerchantList = z
  .strictObject({
    asOf: z.string().meta({ format: 'date' }),
    merchants: z.int().meta({ description: 'Of the whole list, not of the page' }),
    mrr: Money.meta({ description: 'Of the whole list, exactly that of the cards' }),
    ...listOf(RevenueMerchant).shape,
  })
  .meta({ id: 'RevenueMerchantList' });
