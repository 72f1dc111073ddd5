import { z } from 'zod';
import { CORRECTED_FIGURES, CORRECTION_CAUSES } from '../../contract/merchant-words.js';
import { TERMS } from '../../merchants/definitions/terms.js';
import { instant, listOf, Money, shown } from './common.js';
import { Confidence, EventType, Interval } from './merchant-words.js';
import { evidenceRows } from './why.js';

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
