import { FIGURES } from '../../../src/merchants/definitions/figures.js';
import { TERMS } from '../../../src/merchants/definitions/terms.js';
import type { MerchantApp, MerchantAppInFull, MerchantCorrection, Money } from '../../shared/api/types.js';
import { formatMoney, isZero } from '../../shared/format/money.js';
import { formatList } from '../../shared/format/numbers.js';
import { isolated, unbroken } from '../../shared/format/text.js';
import { formatDate, formatDay, formatDayShort } from '../../shared/format/time.js';
import { effectiveMrrCalculation, mrrCalculation } from '../../shared/merchant/calculation.js';
import { correctionsOf } from '../../shared/merchant/correction-text.js';
import { priceText } from '../../shared/merchant/price-text.js';
import type { Reason } from '../../shared/merchant/why.js';
import { messages } from '../messages.en.js';
import { riskFigure } from './risk-figure.js';

export interface Figure {
  readonly name: keyof typeof messages.figures;
  readonly value: { readonly text: string } | { readonly moment: string };
  /** What the figure is, whatever its value. */
  readonly meaning: string | null;
  /** How it comes about, in figures. */
  readonly calculation?: readonly string[];
  readonly reasons: readonly Reason[];
  readonly corrections?: readonly MerchantCorrection[];
  /** Set where the Partner API leaves something open. */
  readonly hasCaveat?: true;
}

export interface FiguresQuestion {
  readonly app: MerchantAppInFull;
  readonly corrections: readonly MerchantCorrection[];
  readonly nowMs: number;
  /** Where there are others, each app says since when; of an only one the line under the name does. */
  readonly isOnlyApp: boolean;
}

/** The figures of a merchant in one app, in the order they are read. What does not apply is left out. */
export function figuresOf({ app, corrections, nowMs, isOnlyApp }: FiguresQuestion): Figure[] {
  const { appId, why, trialEndsAt, cancelsAt, mrr, effectiveMrr, usageMrr, firstSubscribedAt, installedAt } = app;
  const because = (reason: Reason['why'] | undefined, about: string | null = null): Reason[] =>
    reason === undefined ? [] : [{ about, why: reason }];
  const price = priceText(app, nowMs);
  const figures: (Figure | false)[] = [
    {
      name: 'plan',
      value: { text: planText(app) },
      meaning: null,
      reasons: because(why.plan),
      corrections: correctionsOf(corrections, appId, 'plan'),
    },
    price !== null && {
      name: 'price',
      value: { text: price },
      meaning: messages.why.price,
      calculation: mrrCalculation(app),
      reasons: [...because(why.plan), ...because(why.interval, messages.why.interval)],
    },
    trialEndsAt !== null && {
      name: Date.parse(trialEndsAt) < nowMs ? 'trialEnded' : 'trialEnds',
      value: { moment: trialEndsAt },
      meaning: TERMS.Trial,
      reasons: [],
    },
    cancelsAt !== null && {
      name: 'cancelsAt',
      value: { text: unbroken(formatDay(cancelsAt)) },
      meaning: TERMS['Scheduled cancellation'],
      reasons: [],
    },
    {
      name: 'mrr',
      value: { text: mrrText(app) },
      meaning: FIGURES.MRR,
      calculation: mrrCalculation(app),
      reasons: because(why.mrr),
      corrections: correctionsOf(corrections, appId, 'mrr'),
      hasCaveat: true,
    },
    effectiveMrr !== null &&
      effectiveMrr.amount !== mrr?.amount && {
        name: 'lastBilled',
        value: { text: unbroken(messages.aMonth(formatMoney(effectiveMrr))) },
        meaning: FIGURES['Effective MRR'],
        calculation: effectiveMrrCalculation(app),
        reasons: because(why.effectiveMrr),
      },
    usageMrr !== null && {
      name: 'usage',
      value: { text: unbroken(formatMoney(usageMrr)) },
      meaning: FIGURES['Usage MRR'],
      reasons: [],
    },
    riskFigure(app),
    {
      name: 'lifetimeValue',
      value: { text: moneyText(app.lifetimeValue) },
      meaning: FIGURES['Lifetime value'],
      reasons: [],
    },
    !isOnlyApp &&
      firstSubscribedAt !== null && {
        name: 'customerSince',
        value: { text: unbroken(formatDate(firstSubscribedAt)) },
        meaning: messages.why.customerSince,
        reasons: [],
        corrections: correctionsOf(corrections, appId, 'firstSubscribedAt'),
      },
    !isOnlyApp &&
      firstSubscribedAt === null &&
      installedAt !== null && {
        name: 'installed',
        value: { text: unbroken(formatDate(installedAt)) },
        meaning: messages.why.installed,
        reasons: [],
        corrections: correctionsOf(corrections, appId, 'installedAt'),
      },
  ];
  return figures.filter((figure) => figure !== false);
}

/** Of each currency by itself. */
export function moneyText(amounts: readonly Money[]): string {
  return amounts.length === 0 ? messages.none : formatList(amounts.map((amount) => unbroken(formatMoney(amount))));
}

/** Why the status is so, in a few words; null where the badge says it all. */
export function detailText({ status, detail, uninstalledAt, cancelsAt }: MerchantApp): string | null {
  if (cancelsAt !== null) return messages.cancelsAt(unbroken(formatDayShort(cancelsAt)));
  if (status === 'installed') return messages.withoutPlan;
  if (status === 'frozen') return messages.frozenDetail;
  if (detail === null) return null;
  const text = messages.details[detail];
  return detail === 'uninstalled' && uninstalledAt !== null
    ? messages.detailOn(text, unbroken(formatDate(uninstalledAt)))
    : text;
}

/** A charge that is known by its sales alone has no name. */
const LIVE: readonly MerchantApp['status'][] = ['active', 'trialing', 'frozen'];

function planText({ status, plan, lastPlan, interval }: MerchantApp): string {
  if (plan === null && LIVE.includes(status)) return messages.unknownPlan;
  if (plan === null) return lastPlan === null ? messages.noPlan : messages.formerPlan(isolated(lastPlan));
  const name = isolated(plan);
  if (interval === null) return name;
  return interval === 'ANNUAL' ? messages.billedYearly(name) : messages.billedMonthly(name);
}

function mrrText({ mrr, interval }: MerchantApp): string {
  if (mrr === null) return messages.none;
  const text = unbroken(messages.aMonth(formatMoney(mrr)));
  return interval === 'ANNUAL' && !isZero(mrr) ? messages.about(text) : text;
}
