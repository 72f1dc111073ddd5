import { z } from 'zod';
import { MERCHANT_STATUSES, RISK_LEVELS } from '../../contract/merchant-words.js';
import type { ProblemCode } from '../../contract/problems.js';
import { isBackward, isShowable } from '../../merchants/segments/criteria.js';
import { fitsInto, MOST_BYTES } from '../../values/bounded-text.js';
import { type Day, parseDay } from '../../values/day.js';
import { instant, listOf, shown, uuid } from './common.js';
import { appId } from './connect-fields.js';
import { WITHOUT_NUL } from './merchant-filter.js';

const MOST_OF_A_LIST = 20;
const MOST_TRIAL_DAYS = 90;
const bad = { error: 'invalid_criteria' satisfies ProblemCode };

const SegmentParam = uuid.meta({ description: 'Id of the segment' });
export const SegmentParams = z.strictObject({ segmentId: SegmentParam });

const name = z
  .string()
  .regex(/^(?!\s)[^\p{Cc}]{1,80}(?<!\s)$/u)
  .meta({
    description: 'One of its own in the organization, in whatever case; no blank at its ends',
    examples: ['Large'],
  });

const day = z
  .string()
  .refine((text): text is Day => parseDay(text) !== null, bad)
  .meta({ format: 'date' });

const dayRange = z
  .strictObject({
    from: day.optional(),
    to: day.optional().meta({ description: 'The last day, which is within the range' }),
  })
  .refine(({ from, to }) => from !== undefined || to !== undefined, bad)
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, bad);

const amount = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,3})?$/, bad)
  .meta({ description: 'Decimal text, with the digits that the currency has at most', examples: ['49.00'] });

const mrr = z
  .strictObject({
    currencyCode: z.string().regex(/^[A-Z]{3}$/),
    from: amount.optional(),
    to: amount.optional(),
  })
  .refine(({ from, to }) => from !== undefined || to !== undefined, bad)
  .refine(
    ({ from, to, currencyCode }) => [from, to].every((one) => one === undefined || isShowable(one, currencyCode)),
    bad,
  )
  .refine((range) => !isBackward(range), bad);

const anyOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(MOST_OF_A_LIST).optional();

/** @param app how an app is named: it comes in as text that is read, and goes out as it is shown */
function criteriaOf<App extends z.ZodType>(app: App) {
  return z.strictObject({
    statuses: anyOf(z.enum(MERCHANT_STATUSES)),
    plans: anyOf(
      z
        .string()
        .min(1)
        .regex(new RegExp(WITHOUT_NUL, 'u'))
        .refine((plan) => fitsInto(plan, MOST_BYTES.name)),
    ).meta({ description: 'As Shopify’s events name them' }),
    appIds: anyOf(app),
    mrr: mrr.optional().meta({
      description:
        'The app’s MRR as it is shown, bounds included. An app without any amount in the currency is in no range',
    }),
    trialEndsWithinDays: z.int().min(1).max(MOST_TRIAL_DAYS).optional().meta({
      description: 'In a trial that ends within so many days from now: time alone brings merchants in, within minutes',
    }),
    installed: dayRange.optional().meta({ description: 'UTC days of the last installation' }),
    left: dayRange.optional().meta({
      description:
        'Churned, and UTC days of the end of the last subscription or trial; of an app that had none, of its uninstallation',
    }),
    risks: anyOf(z.enum(RISK_LEVELS)),
  });
}

const MEANING =
  'One app of the merchant meets all that is asked; of a list it is one of them. At least one thing is asked';

export const SegmentDraft = z
  .strictObject({
    name,
    criteria: criteriaOf(appId)
      .refine((criteria) => Object.values(criteria).some((asked) => asked !== undefined), bad)
      .meta({ description: MEANING }),
  })
  .meta({ id: 'SegmentDraft' });

export const Segment = z
  .strictObject({
    id: z.string().meta(shown.uuid),
    name: z.string(),
    criteria: criteriaOf(z.string().meta(shown.appId)).meta({ description: MEANING }),
    members: z.int().meta({ description: 'How many merchants are in it' }),
    isWhole: z.boolean().meta({
      description:
        'False for seconds after it was saved, while merchants are still being looked at: more may enter or leave',
    }),
    createdBy: z.string(),
    createdAt: instant,
    updatedBy: z.string(),
    updatedAt: instant,
  })
  .meta({ id: 'Segment' });

export const SegmentList = listOf(Segment).meta({ id: 'SegmentList' });
