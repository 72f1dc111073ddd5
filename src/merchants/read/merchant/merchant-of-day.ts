import type { BillingInterval, Risk, Why } from '../../../contract/merchant-words.js';
import type { Tenant } from '../../../postgres/tenant.js';
import type { Instant } from '../../../values/instant.js';
import { hintsFor, OtherShops, pricesIn } from '../../derive/input/other-shops.js';
import { readPlanIntervals } from '../../derive/input/plan-intervals.js';
import { readRows } from '../../derive/input/read-rows.js';
import { pairKey } from '../../pairs.js';
import { noHints } from '../../rules/charges/interval.js';
import type { Span } from '../../rules/figures/spans.js';
import { type PairFacts, type PairThen, pairThen, type ThenLine } from '../../rules/merchant-then.js';
import { isRead } from '../../rules/stated/one-history.js';
import { unitsIn } from '../../rules/words/amounts.js';
import { spanColumns, spanOf, type SpanRow } from '../../stored-spans.js';
import { evidenceKey, readEvidence } from '../history/evidence-rows.js';
import type { MerchantInFull } from '../merchant-views.js';
import { appOfConnection } from './merchant-details.js';
import { type FullRow, inFull, readFullRows } from './merchant-in-full.js';

/**
 * A merchant just before a midnight, by what is known now of that time. Name, domain and segments are today's.
 * @returns null for a shop that is unknown, and for one of which nothing was known then
 */
export async function readMerchantThen(
  tenant: Tenant,
  shopNumber: string,
  midnight: Instant,
): Promise<MerchantInFull | null> {
  const current = await readFullRows(tenant, shopNumber);
  const pairs = new Map(current.map((row) => [appOfConnection(row), row]));
  const facts = await readFacts(tenant, shopNumber, [...pairs.values()]);
  const rows: FullRow[] = [];
  const wanted: { connectionId: string; id: string }[] = [];
  let lastEventAt: Instant | null = null;
  for (const [key, row] of pairs) {
    const own = facts.get(key);
    const then = own === undefined ? null : pairThen(own, midnight);
    if (own === undefined || then === null) continue;
    rows.push(...rowsThen(row, own, then, midnight));
    for (const id of idsOf(then.why.status, then.risk)) wanted.push({ connectionId: row.connectionId, id });
    const last = lastOf(own, midnight);
    if (last !== null && (lastEventAt === null || last > lastEventAt)) lastEventAt = last;
  }
  const [first, ...others] = rows.map((row) => ({ ...row, lastEventAt: lastEventAt ?? row.firstSeenAt }));
  if (first === undefined) return null;
  const evidence = await readEvidence(tenant, wanted);
  const merchant = inFull([first, ...others]);
  const connections = [...new Set(rows.map(appOfConnection))].map((key) => pairs.get(key)?.connectionId ?? '');
  return {
    ...merchant,
    apps: merchant.apps.map((app, index) => ({
      ...app,
      rows: idsOf(app.why.status, app.risk).flatMap(
        (id) => evidence.get(evidenceKey(connections[index] ?? '', id)) ?? [],
      ),
    })),
  };
}

function idsOf(status: Why | undefined, risk: Risk | null): string[] {
  return [...new Set([status, ...(risk?.reasons ?? [])].flatMap((why) => why?.evidence ?? []))];
}

/** The stored pair as it was: a row for each of its amounts, or one without any. */
function rowsThen(row: FullRow, facts: Facts, then: PairThen, midnight: Instant): FullRow[] {
  const { status, detail, plan, lastPlan, trialEndsAt, cancelsOn, installedAt, firstSubscribedAt, uninstalledAt } =
    then;
  const currency = then.currency ?? row.currency;
  const same = {
    ...row,
    ...{ status, detail, plan, lastPlan, trialEndsAt, cancelsOn, installedAt, firstSubscribedAt, uninstalledAt },
    currency,
    billingInterval: then.interval,
    why: then.why,
    risk: then.risk.level,
    riskReasons: then.risk.reasons,
    charges: then.alive.map((span) => chargeThen(span, facts)),
    spans: row.spans.flatMap((span) => spanThen(span, midnight)),
    leavings: row.leavings.filter(({ at }) => Date.parse(at) < Date.parse(midnight)),
    evidence: [],
    isRefreshing: false,
  };
  const amounts = [then.mrr, then.effectiveMrr, then.usageMrr, then.lifetimeValue].flat();
  const currencies = new Set([...amounts.map((amount) => amount.currency), ...(currency === null ? [] : [currency])]);
  const none = { amountCurrency: null, mrr: null, effectiveMrr: null, usageMrr: null, lifetimeValue: null };
  if (currencies.size === 0) return [{ ...same, ...none }];
  return [...currencies].sort().map((amountCurrency) => ({
    ...same,
    amountCurrency,
    mrr: unitsIn(amountCurrency, then.mrr) ?? '0',
    effectiveMrr: unitsIn(amountCurrency, then.effectiveMrr),
    usageMrr: unitsIn(amountCurrency, then.usageMrr),
    lifetimeValue: unitsIn(amountCurrency, then.lifetimeValue) ?? '0',
  }));
}

function chargeThen(span: Span, { spans, intervals, charges }: Facts): FullRow['charges'][number] {
  const { chargeNumber, plan, state, from, carried } = span;
  const charge = charges.get(chargeNumber);
  const live = spans.findLast((one) => one.chargeNumber === chargeNumber && one.state === 'live');
  return {
    ...{ chargeNumber, plan, state, since: from, currency: carried.currency, mrr: carried.units.toString() },
    price: charge?.price ?? null,
    activatedAt: charge?.activatedAt ?? null,
    interval: intervals.get(chargeNumber) ?? 'EVERY_30_DAYS',
    carried: state === 'live' ? null : (live?.carried.units.toString() ?? null),
  };
}

function spanThen(span: FullRow['spans'][number], midnight: Instant): FullRow['spans'] {
  const end = Date.parse(midnight);
  if (Date.parse(span.from) >= end) return [];
  return [span.to !== null && Date.parse(span.to) >= end ? { ...span, to: null } : span];
}

function lastOf({ lines, rows }: PairFacts, midnight: Instant): Instant | null {
  const happened = rows.filter(({ source }) => source !== 'answer');
  const times = [...lines.map(({ occurredAt }) => occurredAt), ...happened.map(({ at }) => at)];
  return times.reduce<Instant | null>((last, at) => (at < midnight && (last === null || at > last) ? at : last), null);
}

interface PairNumbers {
  readonly connectionId: string;
  readonly appNumber: string;
}

interface ChargeThen extends PairNumbers {
  readonly chargeNumber: string;
  readonly billingInterval: BillingInterval;
  readonly price: string | null;
  readonly activatedAt: Instant | null;
}

interface Facts extends PairFacts {
  readonly charges: ReadonlyMap<string, ChargeThen>;
}

/** By `appOfConnection`. */
async function readFacts(tenant: Tenant, shopNumber: string, pairs: readonly FullRow[]): Promise<Map<string, Facts>> {
  const [spans, lines, charges, input] = await Promise.all([
    readSpans(tenant, shopNumber),
    readLines(tenant, shopNumber),
    readCharges(tenant, shopNumber),
    readInput(tenant, shopNumber, pairs),
  ]);
  return new Map(
    pairs.map((pair) => {
      const key = appOfConnection(pair);
      const isOwn = (row: PairNumbers) => appOfConnection(row) === key;
      const own = charges.filter(isOwn);
      const facts: Facts = {
        spans: spans.filter(isOwn).map(spanOf),
        lines: lines.filter(isOwn),
        ...(input.get(key) ?? { rows: [], hints: noHints }),
        intervals: new Map(own.map(({ chargeNumber, billingInterval }) => [chargeNumber, billingInterval])),
        charges: new Map(own.map((charge) => [charge.chargeNumber, charge])),
        firstSubscribedAt: pair.firstSubscribedAt,
      };
      return [key, facts];
    }),
  );
}

function readSpans(tenant: Tenant, shopNumber: string): Promise<(SpanRow & PairNumbers)[]> {
  return tenant.sql<(SpanRow & PairNumbers)[]>`
    select connection_id, app_number, ${spanColumns(tenant)}
    from merchant_spans s
    where shop_number = ${shopNumber}
    order by from_at, charge_number
  `.execute();
}

function readLines({ sql }: Tenant, shopNumber: string): Promise<(ThenLine & PairNumbers)[]> {
  return sql<(ThenLine & PairNumbers)[]>`
    select connection_id, app_number, type, occurred_at, test, suppressed, rule, confidence, evidence
    from merchant_events
    where shop_number = ${shopNumber}
    order by occurred_at, rank
  `.execute();
}

function readCharges({ sql }: Tenant, shopNumber: string): Promise<ChargeThen[]> {
  return sql<ChargeThen[]>`
    select connection_id, app_number, charge_number, billing_interval, price, activated_at
    from merchant_charges
    where shop_number = ${shopNumber}
  `.execute();
}

type PairInput = Pick<PairFacts, 'rows' | 'hints'>;

/** What the pairs are derived from, by `appOfConnection`. */
async function readInput(
  tenant: Tenant,
  shopNumber: string,
  pairs: readonly PairNumbers[],
): Promise<Map<string, PairInput>> {
  const all = new Map<string, PairInput>();
  const planIntervals = await readPlanIntervals(tenant);
  for (const connectionId of new Set(pairs.map((pair) => pair.connectionId))) {
    const own = pairs
      .filter((pair) => pair.connectionId === connectionId)
      .map(({ appNumber }) => ({ appNumber, shopNumber }));
    const rows = await readRows(tenant, connectionId, own);
    const others = await OtherShops.read(tenant, connectionId, pricesIn(own, rows));
    for (const pair of own) {
      const known = (rows.get(pairKey(pair)) ?? []).filter(isRead);
      all.set(appOfConnection({ ...pair, connectionId }), {
        rows: known,
        hints: hintsFor(pair, planIntervals, others),
      });
    }
  }
  return all;
}
