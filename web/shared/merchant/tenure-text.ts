import type { MerchantInFull } from '../api/types.js';
import { LOCALE } from '../format/locale.js';
import { formatList } from '../format/numbers.js';
import { isolated, unbroken } from '../format/text.js';
import { formatDate, formatDateRange } from '../format/time.js';
import { messages } from './messages.en.js';

type Merchant = Pick<MerchantInFull, 'tenure' | 'apps'>;
type Absence = MerchantInFull['tenure']['absences'][number];

const MOST_LETTERS = 60;
const words = messages.tenure;
const date = (instant: string) => unbroken(formatDate(instant));

/** Since when somebody is a customer, and when they were not, in one line. @param nowMs until when is counted */
export function tenureText(merchant: Merchant, nowMs: number): string {
  const { since, until } = merchant.tenure;
  if (since === null) return beforeSubscribing(merchant);
  return [
    until === null ? customerNow(merchant, since, nowMs) : customerOnce(merchant, since, until),
    ...absencesText(merchant),
    ...nowText(merchant),
  ].join(', ');
}

function customerNow({ tenure: { isWhole } }: Merchant, since: string, nowMs: number): string {
  if (!isWhole) return words.customerSinceAtLeast(date(since));
  const duration = durationText(since, nowMs);
  return duration === null ? words.customerSince(date(since)) : words.customerFor(duration);
}

function customerOnce({ tenure: { isWhole } }: Merchant, since: string, until: string): string {
  return isWhole ? words.customerBetween(formatDateRange(since, until)) : words.customerUntil(date(since), date(until));
}

function absencesText({ tenure: { absences, until } }: Merchant): string[] {
  const last = absences.at(-1);
  if (last === undefined) return [];
  const [once, often] = until === null ? [words.leftOnce, words.leftOften] : [words.awayOnce, words.awayOften];
  const range = formatDateRange(last.from, last.to);
  return [absences.length === 1 ? once(range, reasonOf(last)) : often(absences.length, range, reasonOf(last))];
}

/** What is not a matter of course of a customer: billing is paused, or there is a trial only. */
function nowText({ tenure: { trial }, apps }: Merchant): string[] {
  const charges = apps.flatMap((app) => app.charges);
  const frozen = charges.find(({ state }) => state === 'frozen');
  const isLive = charges.some(({ state }) => state === 'live');
  return [
    ...(frozen?.since != null && !isLive ? [words.frozenSince(date(frozen.since))] : []),
    ...(trial?.to === null ? [words.nowInTrial(date(trial.from))] : []),
  ];
}

function beforeSubscribing({ tenure: { trial, isWhole }, apps }: Merchant): string {
  if (trial?.to === null) {
    const end = apps.find(({ status }) => status === 'trialing')?.trialEndsAt ?? null;
    return end === null ? words.inTrialSince(date(trial.from)) : words.inTrial(formatDateRange(trial.from, end));
  }
  const [alone, after] = isWhole
    ? [words.neverSubscribedAlone, neverText(apps)]
    : [words.noneSoFarAlone, words.noneSoFar];
  const start = trial === null ? installedText(apps) : words.tried(formatDateRange(trial.from, trial.to));
  return start === null ? alone : `${start}, ${after}`;
}

/** Who has paid without ever being seen subscribed has subscribed, too. */
function neverText(apps: Merchant['apps']): string {
  const isKnown = apps.some(({ firstSubscribedAt, lastPlan }) => firstSubscribedAt !== null || lastPlan !== null);
  return isKnown ? words.unseenSubscription : words.neverSubscribed;
}

function installedText(apps: Merchant['apps']): string | null {
  const installs = apps.flatMap(({ installedAt }) => installedAt ?? []).sort();
  const [first] = installs;
  if (first === undefined) return null;
  const uninstalls = apps.map(({ status, uninstalledAt }) => (status === 'churned' ? uninstalledAt : null));
  const left = uninstalls.includes(null) ? undefined : uninstalls.sort().at(-1);
  return words.installed(left != null && left > first ? formatDateRange(first, left) : date(first));
}

/** In the merchant's own words, as far as a line has room for them. */
function reasonOf({ description, reason, cause }: Absence): string {
  const [text = ''] = [description, reason].map((one) => one?.trim() ?? '').filter((one) => one !== '');
  return text === '' ? words.causes[cause] : isolated(cut(text.split(/[\n\r]/)[0] ?? text));
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cut(text: string): string {
  const letters = Array.from(graphemes.segment(text.slice(0, MOST_LETTERS * 10)), ({ segment }) => segment);
  if (letters.length <= MOST_LETTERS) return text;
  const start = letters.slice(0, MOST_LETTERS).join('');
  const lastBlank = start.lastIndexOf(' ');
  return `${lastBlank > MOST_LETTERS / 2 ? start.slice(0, lastBlank) : start} …`;
}

const DAY_MS = 86_400_000;
const LONG = { style: 'unit', unitDisplay: 'long' } as const;
const days = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'day' });
const months = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'month' });
const years = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'year' });

/** `12 days`, `13 months`, `2 years and 3 months`: what is over of it, by the calendar. Null for less than a day. */
export function durationText(from: string, untilMs: number): string | null {
  const whole = wholeMonths(from, untilMs);
  if (whole >= 24) {
    const rest = whole % 12;
    return formatList(
      [years.format(Math.floor(whole / 12)), ...(rest === 0 ? [] : [months.format(rest)])].map(unbroken),
    );
  }
  if (whole >= 1) return unbroken(months.format(whole));
  const count = Math.floor((untilMs - Date.parse(from)) / DAY_MS);
  return count < 1 ? null : unbroken(days.format(count));
}

function wholeMonths(from: string, untilMs: number): number {
  const [start, end] = [new Date(from), new Date(untilMs)];
  const count = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  return isEarlierInMonth(end, start) ? count - 1 : count;
}

/** The last day of a month is as late as the days that it does not have: from 31 January it is a month on 28 February. */
function isEarlierInMonth(end: Date, start: Date): boolean {
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  const [day, startDay] = [end.getUTCDate(), Math.min(start.getUTCDate(), lastDay)];
  return day < startDay || (day === startDay && end.getTime() % DAY_MS < start.getTime() % DAY_MS);
}
