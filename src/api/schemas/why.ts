import { z } from 'zod';
import { FIGURES_WITH_REASON } from '../../contract/merchant-words.js';
import { RISKS } from '../../merchants/definitions/risk.js';
import { RULES } from '../../merchants/definitions/rules.js';
import { defined, instant, Money } from './common.js';
import { Confidence, Interval, RiskLevel } from './merchant-words.js';

const Why = z
  .strictObject({
    rule: z.string().meta(defined(RULES)),
    confidence: Confidence,
    evidence: z.array(z.string()).meta({ description: 'Ids of the raw rows that the rule read' }),
  })
  .meta({ id: 'Why' });

/** Each by its name, so that a client knows which there may be. */
export const WhyOfFigures = z
  .strictObject(
    Object.fromEntries(FIGURES_WITH_REASON.map((figure) => [figure, Why.optional()])) as Record<
      (typeof FIGURES_WITH_REASON)[number],
      z.ZodOptional<typeof Why>
    >,
  )
  .meta({ id: 'WhyOfFigures' });

export const Risk = z
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

export const evidenceRows = z
  .array(EvidenceRow)
  .meta({ description: 'The raw rows that `evidence` names, as far as they are stored' });
