import type { Amount, HistoryEvent, MerchantEventType } from '../../../src/contract/merchant-words.js';
import { readChapters } from '../../../src/merchants/rules/chapters.js';
import { noHints } from '../../../src/merchants/rules/charges/interval.js';
import type { Life } from '../../../src/merchants/rules/charges/life.js';
import type { Span } from '../../../src/merchants/rules/figures/spans.js';
import { fold, type Folded } from '../../../src/merchants/rules/fold.js';
import { oneHistory } from '../../../src/merchants/rules/stated/one-history.js';
import { sumByCurrency } from '../../../src/merchants/rules/words/amounts.js';
import { comparePlaced, orderOfType } from '../../../src/merchants/rules/words/order-at-one-instant.js';
import type { FoldRow, RawRow } from '../../../src/merchants/rules/words/rows.js';
import { type Instant, plusMs } from '../../../src/values/instant.js';

/** The rule book's chapter "Always true", a sentence each, for one random life. Each throws what it found. */
export const alwaysTrue: Readonly<Record<string, (rows: readonly RawRow[], asOf: Instant) => void>> = {
  'the card equals the last point of its chart equals the sum by plan': (rows, asOf) => {
    const { mrr, events, spans } = fold(rows, asOf, noHints);
    const open = spans.filter(({ to }) => to === null);
    const plans = [...new Set(open.map(({ plan }) => plan))];
    const byPlan = plans.flatMap((name) => sumByCurrency(amountsOf(open.filter(({ plan }) => plan === name))));
    expect(nonZero(movedUpTo(events, asOf))).toEqual(nonZero(mrr));
    expect(nonZero(sumByCurrency(byPlan))).toEqual(nonZero(mrr));
  },

  'the movements add up to the change, on every day and at every moment': (rows, asOf) => {
    const { events, spans } = fold(rows, asOf, noHints);
    for (const at of [...daysUpTo(asOf, rows), ...events.map(({ occurredAt }) => occurredAt)]) {
      expect(nonZero(movedUpTo(events, at))).toEqual(nonZero(liveAt(spans, at)));
    }
  },

  'no uninstalled shop has a live charge, but an unbroken one': (rows, asOf) => {
    const { lives, changes } = readChapters(rows, asOf, noHints);
    for (const { kind, at } of changes.filter((change) => change.kind === 'uninstalled')) {
      const outlives = lives.filter(({ start, end }) => start.at <= at && (end === null || end.at > at));
      const broken = outlives.filter(({ keeps }) => !keeps.some((keep) => keep.rule === 'unbroken' && keep.at === at));
      expect([kind, broken]).toEqual([kind, []]);
    }
    if (!isUninstalled(rows, asOf)) return;
    const { spans, mrr } = fold(rows, asOf, noHints);
    expect(spans.filter(({ to }) => to === null)).toEqual([]);
    expect(nonZero(mrr)).toEqual([]);
  },

  'what a late sale keeps is never stated': (rows, asOf) => {
    const { why, status } = fold(rows, asOf, noHints);
    const { lives } = readChapters(rows, asOf, noHints);
    const standing = lives.filter(({ end }) => end === null);
    if (status !== 'active' || !standing.every(({ keeps }) => keeps.length > 0)) return;
    const kept = standing.map(({ keeps }) => keeps[0]?.sale.id);
    for (const figure of ['plan', 'status', 'mrr'] as const) {
      expect(why[figure]?.confidence).not.toBe('stated');
      // Of several the plan is one's.
      expect(why[figure]?.evidence.some((id) => kept.includes(id))).toBe(true);
    }
  },

  'no two charges are live that are not proven to go on': (rows, asOf) => {
    const { lives } = readChapters(rows, asOf, noHints);
    for (const { start, charge } of lives) {
      const others = lives.filter(
        (other) =>
          other.charge !== charge && other.start.at < start.at && (other.end === null || other.end.at > start.at),
      );
      const isLost = ({ outages }: Life) => outages.some(({ from, to }) => from.at <= start.at && to === null);
      const unproven = others.filter(
        (other) => !isLost(other) && !other.keeps.some(({ rule, at }) => rule === 'proven to go on' && at === start.at),
      );
      expect(unproven).toEqual([]);
    }
  },

  'no churn movement precedes a conversion': (rows, asOf) => {
    const { events, firstSubscribedAt } = fold(rows, asOf, noHints);
    const lost = events.filter(
      ({ type, mrrChange }) => CHURN.includes(type) && mrrChange !== null && mrrChange.units < 0n,
    );
    expect(lost.filter(({ occurredAt }) => firstSubscribedAt === null || occurredAt < firstSubscribedAt)).toEqual([]);
    for (const { life, trial, carriesFrom } of readChapters(rows, asOf, noHints).courses) {
      if (trial === null) continue;
      const own = lost.filter(({ evidence }) => life.charge.cancels.some(({ id }) => evidence[0] === id));
      const isInside = ({ occurredAt: at }: HistoryEvent) =>
        life.start.at <= at && life.end?.at === at && (carriesFrom === null || at < carriesFrom);
      expect(own.filter(isInside)).toEqual([]);
    }
  },

  'no test charge in a figure': (rows, asOf) => {
    const tests = new Set(rows.flatMap((row) => (row.source === 'event' && row.test ? [row.chargeNumber] : [])));
    const real = rows.filter(
      (row) => !('chargeKind' in row) || row.chargeKind !== 'subscription' || !tests.has(row.chargeNumber),
    );
    expect(figuresOf(fold(rows, asOf, noHints))).toEqual(figuresOf(fold(real, asOf, noHints)));
  },

  'every annual is price ÷ 12': (rows, asOf) => {
    for (const { charge, m } of readChapters(rows, asOf, noHints).lives) {
      const price = charge.price ?? charge.soldPrice;
      expect(m.units * (charge.interval.interval === 'ANNUAL' ? 12n : 1n)).toBe(price?.units);
    }
  },

  'every event names raw rows': (rows, asOf) => {
    const ids = new Set(rows.filter(({ at }) => at <= asOf).map(({ id }) => id));
    for (const { evidence } of fold(rows, asOf, noHints).events) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const id of evidence) expect(ids).toContain(id);
    }
  },

  'install state = last relationship event': (rows, asOf) => {
    const { status, detail, uninstalledAt } = fold(rows, asOf, noHints);
    const isGone = status === 'churned' && detail === 'uninstalled' && uninstalledAt !== null;
    expect(isGone).toBe(isUninstalled(rows, asOf));
  },
};

const CHURN: readonly MerchantEventType[] = ['unsubscribed', 'uninstalled', 'deactivated'];

export function movedUpTo(events: readonly HistoryEvent[], at: Instant): Amount[] {
  return sumByCurrency(events.flatMap(({ occurredAt, mrrChange }) => (occurredAt <= at && mrrChange) || []));
}

/** The second reckoning: what each charge carries at that moment's end, read from the spans alone. */
function liveAt(spans: readonly Span[], at: Instant): Amount[] {
  return sumByCurrency(amountsOf(spans.filter(({ from, to }) => from <= at && (to === null || to > at))));
}

export function nonZero(amounts: readonly Amount[]): Amount[] {
  return amounts.filter(({ units }) => units !== 0n);
}

function amountsOf(spans: readonly Span[]): Amount[] {
  return spans.map(({ carried }) => carried);
}

/** The end of every day from the first row's to the one that was read last. */
function daysUpTo(asOf: Instant, rows: readonly RawRow[]): Instant[] {
  const first = rows.reduce((earliest, { at }) => (at < earliest ? at : earliest), asOf);
  const days: Instant[] = [];
  for (let at = first; at <= asOf; at = plusMs(at, 86_400_000)) days.push(at);
  return days;
}

function figuresOf({ status, detail, plan, mrr, effectiveMrr, usageMrr, lifetimeValue, firstSubscribedAt }: Folded) {
  return { status, detail, plan, mrr, effectiveMrr, usageMrr, lifetimeValue, firstSubscribedAt };
}

/** An activation after an uninstall is an assumed install. */
function isUninstalled(rows: readonly RawRow[], asOf: Instant): boolean {
  const telling = oneHistory(rows, asOf)
    .known.filter(
      (row) =>
        row.type.startsWith('RELATIONSHIP_') ||
        (row.type === 'SUBSCRIPTION_CHARGE_ACTIVATED' && !('test' in row && row.test)),
    )
    .sort((one, other) => comparePlaced(placed(one), placed(other)));
  return telling.at(-1)?.type === 'RELATIONSHIP_UNINSTALLED';
}

function placed(row: FoldRow) {
  return { at: row.at, order: orderOfType(row.type), chargeNumber: row.chargeNumber };
}
