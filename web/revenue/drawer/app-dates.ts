import type { MerchantApp } from '../../shared/api/types.js';
import { messages } from './messages.en.js';

export interface AppDate {
  readonly name: string;
  readonly instant: string;
}

/**
 * The dates of a merchant with an app in the order in which they were: a reader goes from top to bottom through time. An
 * install after the first subscription is said to be a later one; before its name it would read like a mistake.
 */
export function appDates(app: Dates, nowMs: number): AppDate[] {
  const { installedAt, firstSubscribedAt, trialEndsAt, uninstalledAt } = app;
  const { installed, installedAgain, subscribed, trialEnds, trialEnded, uninstalled } = messages;
  const isTrialOver = trialEndsAt !== null && Date.parse(trialEndsAt) < nowMs;
  const isLater =
    installedAt !== null && firstSubscribedAt !== null && Date.parse(installedAt) > Date.parse(firstSubscribedAt);
  const dates = [
    { name: isLater ? installedAgain : installed, instant: installedAt },
    { name: subscribed, instant: firstSubscribedAt },
    { name: isTrialOver ? trialEnded : trialEnds, instant: trialEndsAt },
    { name: uninstalled, instant: uninstalledAt },
  ];
  return dates
    .flatMap(({ name, instant }) => (instant === null ? [] : [{ name, instant }]))
    .toSorted((one, other) => Date.parse(one.instant) - Date.parse(other.instant));
}

type Dates = Pick<MerchantApp, 'installedAt' | 'firstSubscribedAt' | 'trialEndsAt' | 'uninstalledAt'>;
