import { listMerchants } from '../../merchants/read/list/list-merchants.js';
import type { MerchantFilter, MerchantQuery } from '../../merchants/read/list/merchant-query.js';
import type { MerchantAppView, MerchantView } from '../../merchants/read/merchant-views.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { partnerAppGid } from '../../values/gid.js';
import type { Instant } from '../../values/instant.js';
import { csvRow, decimal, type Separator } from './csv.js';

const MERCHANTS_AT_ONCE = 500;

/** Titles of columns are written alike in every file: a capital letter first, and the zone of what is a time. */
const TITLES = [
  'Shop',
  'Domain',
  'Shop number',
  'App',
  'Status',
  'Detail',
  'Plan',
  'Last plan',
  'Billing interval',
  'Currency',
  'MRR',
  'Effective MRR',
  'Usage MRR',
  'Lifetime value',
  'First subscribed (UTC)',
  'Trial ends (UTC)',
  'Cancels on (UTC)',
  'Last installed (UTC)',
  'Uninstalled (UTC)',
  'Last event (UTC)',
  'Risk',
  'Risk reasons',
  'Segments',
];

/**
 * The lines of a file of merchants, titles first. Of a merchant those apps that the filter lets through (of a member of a
 * segment all), and of an app
 * a line for each of its currencies, so that a column of amounts adds up within one.
 * Some merchants at a time, each time in a transaction of its own: however long a client takes, none stays open.
 */
export async function* merchantLines(
  sql: Sql,
  organizationId: string,
  query: Omit<MerchantQuery, 'limit' | 'after'>,
  separator: Separator,
): AsyncGenerator<string> {
  let lines = csvRow(TITLES, separator);
  let after: MerchantQuery['after'];
  do {
    const { items, next } = await withTenant(sql, organizationId, (tenant) =>
      listMerchants(tenant, { ...query, limit: MERCHANTS_AT_ONCE, after }),
    );
    yield lines + items.map((merchant) => linesOf(merchant, query, separator)).join('');
    lines = '';
    after = next ?? undefined;
  } while (after !== undefined);
}

function linesOf(merchant: MerchantView, { status, plan, appNumber }: MerchantFilter, separator: Separator): string {
  return merchant.apps
    .filter(
      (app) =>
        (status === undefined || app.status === status) &&
        (plan === undefined || app.plan === plan) &&
        (appNumber === undefined || app.appId === partnerAppGid(appNumber)),
    )
    .flatMap((app) => currenciesOf(app).map((currency) => lineOf(merchant, app, currency, separator)))
    .join('');
}

/** An app without amounts has one line, without a currency. */
function currenciesOf({ mrr, lifetimeValue }: MerchantAppView): (string | null)[] {
  const known = [mrr, ...lifetimeValue].flatMap((money) => (money === null ? [] : [money.currencyCode]));
  return known.length === 0 ? [null] : [...new Set(known)];
}

function lineOf(merchant: MerchantView, app: MerchantAppView, currency: string | null, separator: Separator): string {
  const inCurrency = [app.mrr, app.effectiveMrr, app.usageMrr].map((money) =>
    money?.currencyCode === currency ? decimal(money.amount) : null,
  );
  const lifetimeValue = app.lifetimeValue.find(({ currencyCode }) => currencyCode === currency);
  const times = [app.installedAt, app.uninstalledAt, merchant.lastEventAt];
  const interval = app.interval === null ? null : INTERVAL_WORDS[app.interval];
  return csvRow(
    [
      ...[merchant.name, merchant.myshopifyDomain, decimal(merchant.shopNumber)],
      ...[app.appName ?? app.appId, app.status, wordsOf(app.detail), app.plan, app.lastPlan, interval],
      ...[currency, ...inCurrency, lifetimeValue === undefined ? null : decimal(lifetimeValue.amount)],
      ...[
        timeCell(app.firstSubscribedAt),
        timeCell(app.trialEndsAt),
        app.cancelsAt && app.cancelsAt.slice(0, 10),
        ...times.map(timeCell),
      ],
      ...[app.risk?.level ?? null, reasonCell(app.risk), merchant.segments.map(({ name }) => name).join('; ')],
    ],
    separator,
  );
}

function reasonCell(risk: MerchantAppView['risk']): string | null {
  return risk === null ? null : risk.reasons.map(({ code }) => wordsOf(code)).join(', ');
}

/** What spreadsheets take for a time; they know no zones. */
function timeCell(instant: Instant | null): string | null {
  return instant === null ? null : `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;
}

const INTERVAL_WORDS: Readonly<Record<NonNullable<MerchantAppView['interval']>, string>> = {
  EVERY_30_DAYS: 'every 30 days',
  ANNUAL: 'every year',
};

/** A name of ours as words: `trial_expired` is `trial expired`. */
function wordsOf(name: string | null): string | null {
  return name === null ? null : name.replaceAll('_', ' ');
}
