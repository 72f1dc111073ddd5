import { z } from 'zod';
import { RISKS } from '../../merchants/definitions/risk.js';
import { defined, instant, Money, shown } from './common.js';
import { merchantKey, segments } from './merchant.js';
import { Detail, RiskLevel, Status } from './merchant-words.js';

const MOST_KEYS = 100;

export const LookUp = z.strictObject({ keys: z.array(merchantKey).min(1).max(MOST_KEYS) }).meta({ id: 'LookUp' });

const MerchantInShort = z
  .strictObject({
    shopId: z.string(),
    shopNumber: z.string().meta(shown.number),
    myshopifyDomain: z.string(),
    name: z.string(),
    status: Status.meta({
      description:
        'Of the app that the merchant is most to: `active` before `trialing`, `frozen`, `churned`, `installed`',
    }),
    plan: z.string().nullable().meta({ description: 'Of the same app' }),
    mrr: z.array(Money).meta({ description: 'One amount a currency; currencies are never added' }),
    risk: z
      .strictObject({
        level: RiskLevel,
        codes: z.array(z.string()).meta(defined(RISKS)),
      })
      .nullable()
      .meta({ description: 'The highest level of its apps, and the reasons that any of them has; see `Risk`' }),
    since: instant.nullable().meta({ description: 'The first subscription to any app that was not a trial' }),
    segments,
    asOf: instant
      .nullable()
      .meta({ description: 'When what is new was last read whole, of every connection that knows the merchant' }),
    stale: z.boolean().meta({ description: 'What is told here may be over: do not decide by it without saying so' }),
    apps: z.array(
      z.strictObject({
        appId: z.string().meta(shown.appId),
        appName: z.string().nullable(),
        status: Status,
        detail: Detail.nullable(),
        plan: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'MerchantInShort' });

export const LookedUp = z
  .strictObject({
    items: z
      .array(z.strictObject({ key: z.string(), merchant: MerchantInShort.nullable() }))
      .meta({ description: 'In the order of the keys, each as it was given; null for one that names no merchant' }),
  })
  .meta({ id: 'LookedUp' });
