import { z } from 'zod';
import { Money, shown } from './common.js';
import { appId } from './connect-fields.js';
import { Days, History } from './revenue.js';
import { asOf, revenueFields } from './revenue-query.js';

export const RangeQuery = z.strictObject(revenueFields);

const ofApp = { appId: z.string().meta(shown.appId), appName: z.string().nullable() };
const plan = z.string().nullable();

const lost = {
  count: z.int().meta({ description: 'How often somebody left' }),
  mrrChange: z
    .array(Money)
    .meta({ description: 'One amount a currency, without those that are nothing; a loss is negative' }),
};

export const ChurnReasons = z
  .strictObject({
    range: Days,
    history: History,
    total: z
      .strictObject(lost)
      .meta({ description: 'Each leaving once; `mrrChange` is the movement `churn` of the range' }),
    items: z
      .array(
        z.strictObject({
          ...ofApp,
          plan,
          reason: z
            .string()
            .nullable()
            .meta({ description: 'One reason, as Shopify gives it, in the merchant’s language; null: none was given' }),
          ...lost,
        }),
      )
      .meta({
        description:
          'Most frequent first. Whoever gave two reasons is in both, so that they add up to more than the total',
      }),
    leftOut: z.int().meta({ description: 'So many rarer lines are not in `items`' }),
  })
  .meta({ id: 'ChurnReasons' });

export const CohortsQuery = z.strictObject({
  asOf,
  appId: appId.optional().meta({ description: 'Of this app alone' }),
});

const Retained = z.strictObject({ merchants: z.int(), mrr: Money }).meta({ id: 'CohortRetained' });

const Cohort = z
  .strictObject({
    month: z.string().meta({ examples: ['2026-01'], description: 'In which these merchants first paid' }),
    merchants: z.int(),
    mrr: Money.meta({ description: 'What they paid when they began' }),
    retained: z.array(Retained).meta({
      description:
        'Who pays, and how much, at the end of the month itself, then of the first month after it, and so on, until the last complete month',
    }),
  })
  .meta({ id: 'Cohort' });

export const Cohorts = z
  .strictObject({
    asOf: z.string().meta({ format: 'date' }),
    history: History,
    currencies: z.array(z.strictObject({ currencyCode: z.string(), cohorts: z.array(Cohort) })).meta({
      description: 'Of each the last 24 complete months, oldest first, without months in which nobody began',
    }),
  })
  .meta({ id: 'Cohorts' });

const trials = {
  trialsStarted: z.int().meta({ description: 'Of those installed in the range' }),
  converted: z.int(),
  stillTrialing: z.int().meta({ description: 'At the end of the range' }),
};

export const TrialFunnel = z
  .strictObject({
    range: Days,
    history: History,
    apps: z.array(
      z.strictObject({
        ...ofApp,
        installed: z.int().meta({ description: 'Merchants that installed the app for the first time in the range' }),
        ...trials,
        subscribedWithoutTrial: z
          .int()
          .meta({ description: 'Of those installed, who subscribed and never had a trial' }),
        plans: z
          .array(z.strictObject({ plan, ...trials }))
          .meta({ description: 'By the plan of the merchant’s first trial, most trials first' }),
      }),
    ),
  })
  .meta({ id: 'TrialFunnel' });
