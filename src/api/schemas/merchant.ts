import { z } from 'zod';
import {
  BILLING_INTERVALS,
  CHARGE_STATES,
  CONFIDENCE_LEVELS,
  CORRECTED_FIGURES,
  CORRECTION_CAUSES,
  FIGURES_WITH_REASON,
  LEAVING_CAUSES,
  MERCHANT_EVENT_TYPES,
  MERCHANT_STATUSES,
  RISK_LEVELS,
  STATUS_DETAILS,
} from '../../contract/merchant-words.js';
import { FIGURES } from '../../merchants/definitions/figures.js';
import { CONFIDENCES, DETAILS, EVENT_TYPES, STATUSES } from '../../merchants/definitions/merchant-words.js';
import { RISK_LEVEL_MEANINGS, RISKS } from '../../merchants/definitions/risk.js';
import { RULES } from '../../merchants/definitions/rules.js';
import { TERMS } from '../../merchants/definitions/terms.js';
import { defined, instant, listOf, Money, shown } from './common.js';

export const Status = z.enum(MERCHANT_STATUSES).meta({ id: 'MerchantStatus', ...defined(STATUSES) });
export const Detail = z.enum(STATUS_DETAILS).meta({ id: 'MerchantStatusDetail', ...defined(DETAILS) });
const Interval = z.enum(BILLING_INTERVALS).meta({ id: 'BillingInterval' });
const Confidence = z.enum(CONFIDENCE_LEVELS).meta({ id: 'Confidence', ...defined(CONFIDENCES) });

const Why = z
  .strictObject({
    rule: z.string().meta(defined(RULES)),
    confidence: Confidence,
    evidence: z.array(z.string()).meta({ description: 'Ids of the raw rows that the rule read' }),
  })
  .meta({ id: 'Why' });

export const RiskLevel = z.enum(RISK_LEVELS).meta({ id: 'RiskLevel', ...defined(RISK_LEVEL_MEANINGS) });

const Risk = z
  .strictObject({
    level: RiskLevel,
    reasons: z
      .array(
        Why.extend({
          code: z.string().meta(defined(RISKS)),
          since: instant,
          until: instant
            .nullable()
            .meta({ description: 'When time alone ends it; null where something has to happen' }),
        }).meta({ id: 'RiskReason' }),
      )
      .meta({ description: 'The heaviest first; codes may be added' }),
  })
  .meta({ id: 'Risk' });

/** Each by its name, so that a client knows which there may be. */
const WhyOfFigures = z
  .strictObject(
    Object.fromEntries(FIGURES_WITH_REASON.map((figure) => [figure, Why.optional()])) as Record<
      (typeof FIGURES_WITH_REASON)[number],
      z.ZodOptional<typeof Why>
    >,
  )
  .meta({ id: 'WhyOfFigures' });

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

const EvidenceRow = z
  .strictObject({
    id: z.string(),
    type: z.string().meta({ description: 'As Shopify names it: an app event’s type, or the kind of a transaction' }),
    occurredAt: instant,
    plan: z.string().nullable(),
    amount: Money.nullable().meta({ description: 'The list price of an event’s charge, or what a transaction billed' }),
    interval: Interval.nullable(),
    billingOn: instant.nullable().meta({ description: 'The next bill, where the row tells it' }),
  })
  .meta({ id: 'EvidenceRow' });
const evidenceRows = z
  .array(EvidenceRow)
  .meta({ description: 'The raw rows that `evidence` names, as far as they are stored' });

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

export const EventType = z.enum(MERCHANT_EVENT_TYPES).meta({ id: 'MerchantEventType', ...defined(EVENT_TYPES) });

const MerchantEvent = z
  .strictObject({
    id: z.string(),
    type: EventType,
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
    rows: evidenceRows,
  })
  .meta({ id: 'MerchantEvent' });

export const MerchantEventList = listOf(MerchantEvent).meta({ id: 'MerchantEventList' });

const UsageMonth = z
  .strictObject({
    id: z.string(),
    appId: z.string().meta(shown.appId),
    month: z.string().meta({ pattern: '^[0-9]{4}-[0-9]{2}$', description: 'A UTC month' }),
    count: z.int(),
    amounts: z.array(Money).meta({ description: 'One exact sum a currency' }),
    lastAt: instant,
    test: z.boolean(),
  })
  .meta({ id: 'UsageMonth' });

const HistoryLine = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('event'), event: MerchantEvent }),
    z.strictObject({ kind: z.literal('usage'), usage: UsageMonth }),
  ])
  .meta({ id: 'HistoryLine' });

export const MerchantHistory = listOf(HistoryLine).meta({ id: 'MerchantHistory' });

const MerchantCharge = z
  .strictObject({
    chargeNumber: z.string().meta(shown.chargeNumber),
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
    figure: z.enum(CORRECTED_FIGURES),
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
    cause: z.enum(CORRECTION_CAUSES).meta({
      description: 'Learned by a row that came late or was corrected, by time alone, or by newer rules',
    }),
    evidence: z.array(z.string()).meta({ description: 'Ids of the raw rows that bear on it' }),
  })
  .meta({ id: 'MerchantCorrection' });

export const MerchantCorrectionList = listOf(MerchantCorrection).meta({ id: 'MerchantCorrectionList' });

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
