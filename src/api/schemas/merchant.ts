import { z } from 'zod';
import { EVENT_TYPES } from '../../merchants/definitions/event-types.js';
import { FIGURES } from '../../merchants/definitions/figures.js';
import { RULES } from '../../merchants/definitions/rules.js';
import { CONFIDENCES, DETAILS, STATUSES } from '../../merchants/definitions/standings.js';
import { TERMS } from '../../merchants/definitions/terms.js';
import { instant, listOf, Money, shown } from './common.js';
import { defined } from './defined.js';

export const Status = z.enum(['trialing', 'active', 'frozen', 'churned', 'installed']).meta(defined(STATUSES));
const Interval = z.enum(['EVERY_30_DAYS', 'ANNUAL']);
const Confidence = z.enum(['stated', 'inferred', 'assumed']).meta(defined(CONFIDENCES));

const Why = z
  .strictObject({
    rule: z.string().meta(defined(RULES)),
    confidence: Confidence,
    evidence: z.array(z.string()).meta({ description: 'Ids of the raw rows that the rule read' }),
  })
  .meta({ id: 'Why' });

const MerchantApp = z
  .strictObject({
    appId: z.string().meta(shown.appId),
    appName: z.string().nullable(),
    plan: z.string().nullable(),
    lastPlan: z.string().nullable(),
    status: Status,
    detail: z
      .enum(['cancelled', 'uninstalled', 'deactivated', 'trial_expired', 'free', 'usage'])
      .nullable()
      .meta(defined(DETAILS)),
    interval: Interval.nullable(),
    mrr: Money.nullable(),
    effectiveMrr: Money.nullable().meta({ description: FIGURES['Effective MRR'] }),
    usageMrr: Money.nullable().meta({ description: FIGURES['Usage MRR'] }),
    trialEndsAt: instant.nullable(),
    installedAt: instant.nullable(),
    firstSubscribedAt: instant.nullable(),
    uninstalledAt: instant.nullable(),
    lifetimeValue: z.array(Money),
    why: z.partialRecord(z.enum(['plan', 'status', 'mrr', 'interval', 'effectiveMrr']), Why),
  })
  .meta({ id: 'MerchantApp' });

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
    apps: z.array(MerchantApp),
  })
  .meta({ id: 'Merchant' });

export const MerchantList = listOf(Merchant).meta({ id: 'MerchantList' });

const MerchantEvent = z
  .strictObject({
    id: z.string(),
    type: z
      .enum([
        'installed',
        'reinstalled',
        'uninstalled',
        'deactivated',
        'reactivated',
        'trial_started',
        'trial_converted',
        'trial_expired',
        'subscribed',
        'resubscribed',
        'upgraded',
        'downgraded',
        'unsubscribed',
        'frozen',
        'unfrozen',
        'charge_abandoned',
        'one_time_purchase',
        'usage_charge',
        'credit',
        'refund',
      ])
      .meta(defined(EVENT_TYPES)),
    occurredAt: instant,
    appId: z.string().meta(shown.appId),
    plan: z.string().nullable(),
    mrrChange: Money.nullable(),
    amount: Money.nullable(),
    reason: z.string().nullable(),
    description: z.string().nullable(),
    test: z.boolean(),
    suppressed: z.boolean().meta({ description: TERMS.Suppressed }),
    rule: z.string().meta({ description: 'Name of the rule, as in `why`' }),
    confidence: Confidence,
    evidence: z.array(z.string()),
  })
  .meta({ id: 'MerchantEvent' });

export const MerchantEventList = listOf(MerchantEvent).meta({ id: 'MerchantEventList' });

const MerchantCharge = z
  .strictObject({
    chargeNumber: z.string().meta(shown.number),
    appId: z.string().meta(shown.appId),
    plan: z.string().nullable(),
    interval: Interval,
    amount: Money.nullable(),
    activatedAt: instant.nullable(),
    endedAt: instant.nullable(),
    endReason: z.string().nullable(),
    test: z.boolean(),
  })
  .meta({ id: 'MerchantCharge' });

export const MerchantChargeList = listOf(MerchantCharge).meta({ id: 'MerchantChargeList' });

const MerchantCorrection = z
  .strictObject({
    figure: z.enum(['mrr', 'plan', 'status', 'installedAt', 'firstSubscribedAt', 'uninstalledAt']),
    from: z
      .union([Money, z.string()])
      .nullable()
      .meta({
        description:
          'What was shown before: money for `mrr`, an instant for the dates, else text; null where there was none. ' +
          'A status is `trialing`, `active`, `frozen`, or `none` when no charge was alive',
      }),
    to: z.union([Money, z.string()]).nullable().meta({ description: 'What is known now' }),
    at: instant.nullable().meta({
      description: 'Where the stretch of time begins in which the figure is another one; null for dates',
    }),
    learnedAt: instant,
    appId: z.string().meta(shown.appId),
    cause: z.enum(['row', 'time', 'rule']).meta({
      description: 'Learned by a row that came late or was corrected, by time alone, or by newer rules',
    }),
    evidence: z.array(z.string()).meta({ description: 'Ids of the raw rows that bear on it' }),
  })
  .meta({ id: 'MerchantCorrection' });

export const MerchantCorrectionList = listOf(MerchantCorrection).meta({ id: 'MerchantCorrectionList' });

/** A `*.myshopify.com` domain, also as an address, or a shop's number; anything else names no merchant. */
export const MerchantParams = z.strictObject({
  key: z
    .string()
    .regex(/^([Hh][Tt][Tt][Pp][Ss]?:\/\/)?[A-Za-z0-9][A-Za-z0-9.-]{0,254}\/?$/)
    .meta({ description: 'The `*.myshopify.com` domain, or the number of the shop' }),
});
