import { z } from 'zod';
import { CHARGE_STATES, LEAVING_CAUSES } from '../../contract/merchant-words.js';
import { FIGURES } from '../../merchants/definitions/figures.js';
import { TERMS } from '../../merchants/definitions/terms.js';
import { instant, listOf, Money, shown } from './common.js';
import { Detail, Interval, RiskLevel, Status } from './merchant-words.js';
import { evidenceRows, Risk, WhyOfFigures } from './why.js';

const CurrentCharge = z
  .strictObject({
    chargeNumber: z.string().meta(shown.chargeNumber),
    plan: z.string().nullable(),
    state: z.enum(CHARGE_STATES),
    since: instant.nullable().meta({ description: 'Since when it is in this state' }),
    interval: Interval,
    price: Money.meta({ description: 'As it is billed: a yearly one undivided' }),
    mrr: Money.meta({ description: 'What it adds to MRR now' }),
  })
  .meta({ id: 'CurrentCharge' });

const MerchantApp = z
  .strictObject({
    appId: z.string().meta(shown.appId),
    appName: z.string().nullable(),
    partnerOrganizationId: z.string().meta({ description: 'Of the Partner organization that the app is of' }),
    plan: z.string().nullable(),
    lastPlan: z.string().nullable(),
    status: Status,
    detail: Detail.nullable(),
    interval: Interval.nullable(),
    price: Money.nullable().meta({
      description: 'Of the shown plan, as it is billed: a yearly one undivided; also in its trial and while frozen',
    }),
    charges: z.array(CurrentCharge).meta({ description: 'What goes on now, the charge of the shown plan first' }),
    mrr: Money.nullable(),
    effectiveMrr: Money.nullable().meta({ description: FIGURES['Effective MRR'] }),
    usageMrr: Money.nullable().meta({ description: FIGURES['Usage MRR'] }),
    trialEndsAt: instant.nullable(),
    cancelsAt: instant.nullable().meta({
      description: `${TERMS['Scheduled cancellation']} Shopify states a day, UTC: this is the midnight that begins it, and the charge may go on until the day is over.`,
      examples: ['2026-12-05T00:00:00Z'],
    }),
    installedAt: instant.nullable(),
    firstSubscribedAt: instant.nullable(),
    uninstalledAt: instant.nullable(),
    lifetimeValue: z.array(Money),
    why: WhyOfFigures,
    risk: Risk.nullable().meta({
      description: `${FIGURES.Risk} Null after an upgrade, until the merchant is derived again`,
    }),
  })
  .meta({ id: 'MerchantApp' });

export const SegmentName = z
  .strictObject({ id: z.string().meta(shown.uuid), name: z.string() })
  .meta({ id: 'SegmentName' });

export const segments = z.array(SegmentName).meta({ description: 'The segments that it is in now, by their names' });

export const Merchant = z
  .strictObject({
    shopId: z.string().meta({ pattern: '^gid://partners/Shop/[1-9][0-9]{0,18}$' }),
    shopNumber: z.string().meta(shown.number),
    myshopifyDomain: z.string(),
    name: z.string(),
    firstSeenAt: instant,
    lastEventAt: instant,
    mrr: z.array(Money).meta({ description: 'One amount a currency; currencies are never added' }),
    lifetimeValue: z.array(Money),
    risk: RiskLevel.nullable().meta({ description: 'The highest of its apps’; null as in these' }),
    segments,
    apps: z.array(MerchantApp),
  })
  .meta({ id: 'Merchant' });

const Absence = z
  .strictObject({
    from: instant,
    to: instant,
    cause: z.enum(LEAVING_CAUSES),
    reason: z.string().nullable(),
    description: z.string().nullable(),
  })
  .meta({ id: 'Absence' });

const Tenure = z
  .strictObject({
    since: instant.nullable().meta({ description: 'The first subscription to any app that was not a trial' }),
    until: instant.nullable().meta({ description: 'The end of the last one; null while one is live or frozen' }),
    absences: z.array(Absence).meta({ description: 'When nothing was live or frozen, between two subscriptions' }),
    trial: z
      .strictObject({ from: instant, to: instant.nullable() })
      .nullable()
      .meta({ description: 'The last trial, where no subscription came after it' }),
    isWhole: z.boolean().meta({ description: 'False while rows of the past are still on their way' }),
  })
  .meta({ id: 'Tenure' });

/** One merchant by itself: with the whole past, and the rows behind the figures. */
export const MerchantInFull = Merchant.extend({
  refreshing: z
    .boolean()
    .meta({ description: 'Shopify is being asked for this shop: what is new is here within seconds' }),
  tenure: Tenure,
  apps: z.array(MerchantApp.extend({ rows: evidenceRows }).meta({ id: 'MerchantAppInFull' })),
}).meta({ id: 'MerchantInFull' });

export const MerchantList = listOf(Merchant).meta({ id: 'MerchantList' });

/** A `*.myshopify.com` domain, also as an address, or a shop's number; anything else names no merchant. */
export const merchantKey = z
  .string()
  .regex(/^([Hh][Tt][Tt][Pp][Ss]?:\/\/)?[A-Za-z0-9][A-Za-z0-9.-]{0,254}\/?$/)
  .meta({ description: 'The `*.myshopify.com` domain, or the number of the shop' });

export const MerchantParams = z.strictObject({ key: merchantKey });

export const fresh = z
  .string()
  .refine((text) => text === 'true' || text === 'false')
  .default('false')
  .transform((text) => text === 'true')
  .meta({
    description:
      'Have Shopify asked for this shop, at most once a minute. What is stored is answered at once, with `refreshing` ' +
      'while it is under way; not with `asOf`',
    override: { type: 'boolean', default: false },
  });
