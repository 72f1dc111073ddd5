import fc from 'fast-check';
import { instantFromMicros, instantToMicros, parseInstant, plusMs, type Instant } from '../instant.js';
import { derive } from './derive.js';
import { fold, type Folded } from './fold.js';
import { noHints } from './interval.js';
import { comparePlaced, orderOfType } from './order-at-one-instant.js';
import { eventRow, transactionRow } from './raw-rows.js';
import type { EventRow, FoldRow } from './rows.js';
import { sumByCurrency } from './standing.js';
import type { Course } from './trials.js';
import type { Amount } from './vocabulary.js';

const RUNS = { numRuns: 3000 };
const DAY_S = 86_400;
const START = parseInstant('2026-01-01T00:00:00Z') as Instant;

// Gaps at and around every bound of the rule book, so that random rows meet its edges.
const gaps = fc.oneof(
  fc.constantFrom(0, 0, 1, 3, 5, 30, 59, 60, 61, 3600),
  fc.constantFrom(1, 2, 5, 9, 14, 20, 21, 22, 30, 51, 52).map((days) => days * DAY_S),
  fc.integer({ min: 0, max: 40 * DAY_S }),
);
const chargeTypes = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('SUBSCRIPTION_CHARGE_ACTIVATED', 'SUBSCRIPTION_CHARGE_CANCELED') },
  { weight: 2, arbitrary: fc.constantFrom('SUBSCRIPTION_CHARGE_FROZEN', 'SUBSCRIPTION_CHARGE_UNFROZEN') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'SUBSCRIPTION_CHARGE_ACCEPTED',
      'SUBSCRIPTION_CHARGE_DECLINED',
      'SUBSCRIPTION_CHARGE_EXPIRED',
    ),
  },
);
const relationshipTypes = fc.constantFrom(
  'RELATIONSHIP_INSTALLED',
  'RELATIONSHIP_UNINSTALLED',
  'RELATIONSHIP_DEACTIVATED',
  'RELATIONSHIP_REACTIVATED',
);
const saleTypes = fc.constantFrom('AppSubscriptionSale', 'AppSubscriptionSale', 'AppUsageSale', 'AppSaleAdjustment');

interface Step {
  gap: number;
  kind: 'charge' | 'relationship' | 'sale';
  type: string;
  number: number;
  amount: string;
  billDays: number | null;
}

const step: fc.Arbitrary<Step> = fc
  .record({
    gap: gaps,
    number: fc.integer({ min: 1, max: 4 }),
    amount: fc.constantFrom('0.00', '10.00', '12.34', '120.00'),
    billDays: fc.constantFrom(null, null, 7, 14, 30, 45, 365),
  })
  .chain((common) =>
    fc.oneof(
      { weight: 5, arbitrary: chargeTypes.map((type) => ({ ...common, kind: 'charge' as const, type })) },
      { weight: 2, arbitrary: relationshipTypes.map((type) => ({ ...common, kind: 'relationship' as const, type })) },
      { weight: 2, arbitrary: saleTypes.map((type) => ({ ...common, kind: 'sale' as const, type })) },
    ),
  );

/** A change of plan whose cancel comes late, with rows of the old charge before it: rarely met by chance. */
const lateCancel: fc.Arbitrary<Step[]> = fc
  .record({
    old: fc.integer({ min: 1, max: 4 }),
    start: fc.constantFrom('SUBSCRIPTION_CHARGE_ACTIVATED', 'AppSubscriptionSale'),
    between: fc.array(
      fc.constantFrom(
        'SUBSCRIPTION_CHARGE_ACTIVATED',
        'SUBSCRIPTION_CHARGE_CANCELED',
        'SUBSCRIPTION_CHARGE_FROZEN',
        'AppSubscriptionSale',
      ),
      { maxLength: 2 },
    ),
    gaps: fc.array(fc.constantFrom(0, 1, 30, 60, 3600), { minLength: 4, maxLength: 4 }),
  })
  .map(({ old, start, between, gaps: [change = 0, ...late] }) => [
    plain(start, old, DAY_S),
    plain('SUBSCRIPTION_CHARGE_ACTIVATED', (old % 4) + 1, DAY_S + change),
    ...[...between, 'SUBSCRIPTION_CHARGE_CANCELED'].map((type, index) => plain(type, old, late[index] ?? 0)),
  ]);

/** A shop that closes with two charges, one of them frozen. */
const closing: fc.Arbitrary<Step[]> = fc
  .record({
    frozen: fc.integer({ min: 1, max: 4 }),
    both: fc.shuffledSubarray(['SUBSCRIPTION_CHARGE_FROZEN', 'RELATIONSHIP_DEACTIVATED'], { minLength: 2 }),
    after: fc.array(fc.tuple(fc.oneof(chargeTypes, relationshipTypes), fc.integer({ min: 1, max: 4 })), {
      maxLength: 3,
    }),
    gap: fc.constantFrom(0, 3600, DAY_S),
  })
  .map(({ frozen, both, after, gap }) => [
    plain('SUBSCRIPTION_CHARGE_ACTIVATED', frozen, DAY_S),
    plain('SUBSCRIPTION_CHARGE_ACTIVATED', (frozen % 4) + 1, 0),
    ...both.map((type) => plain(type, frozen, gap)),
    ...after.map(([type, number]) => plain(type, number, 3600)),
  ]);

function plain(type: string, number: number, gap: number): Step {
  const kind = type.startsWith('App') ? 'sale' : type.startsWith('RELATIONSHIP_') ? 'relationship' : 'charge';
  return { gap, kind, type, number, amount: '10.00', billDays: null };
}

/** A random life: steps one after another, each charge with a price and currency of its own. */
const lifecycles = fc
  .record({
    steps: fc
      .array(
        fc.oneof(
          { weight: 12, arbitrary: step.map((one) => [one]) },
          { weight: 1, arbitrary: lateCancel },
          { weight: 1, arbitrary: closing },
        ),
        {
          maxLength: 14,
        },
      )
      .map((groups) => groups.flat()),
    prices: fc.array(fc.constantFrom('0.00', '10.00', '12.34', '120.00'), { minLength: 4, maxLength: 4 }),
    euros: fc.constantFrom(0, 0, 0, 2),
    tests: fc.constantFrom(0, 0, 3),
    after: gaps,
  })
  .map(({ steps, prices, euros, tests, after }) => {
    let seconds = 0;
    const rows = steps.map((one, index) => {
      seconds += one.gap;
      return rowOf(one, seconds, index, prices, euros, tests);
    });
    return { rows, asOf: plusMs(START, (seconds + after) * 1000) };
  });

function rowOf(one: Step, seconds: number, index: number, prices: string[], euros: number, tests: number): FoldRow {
  const at = plusMs(START, seconds * 1000);
  const currencyCode = one.number === euros ? 'EUR' : 'USD';
  const requestedAt = START;
  if (one.kind === 'sale') {
    const money = { amount: one.type === 'AppSaleAdjustment' ? '-1.50' : one.amount, currencyCode };
    const chargeId = `gid://shopify/AppSubscription/${one.number}`;
    const raw = {
      chargeId,
      grossAmount: money,
      netAmount: money,
      billingInterval: one.billDays === 365 ? 'ANNUAL' : null,
    };
    return notNull(
      transactionRow({ id: `gid://partners/${one.type}/${index}`, type: one.type, createdAt: at, raw, requestedAt }),
    );
  }
  const stored = { appNumber: '7', shopNumber: '9', type: one.type, occurredAt: at, requestedAt };
  if (one.kind === 'relationship') return notNull(eventRow({ ...stored, chargeId: '', raw: {} }));
  const charge = {
    id: `gid://shopify/AppSubscription/${one.number}`,
    name: `Plan ${one.number}`,
    test: one.number === tests,
    billingOn: one.billDays === null ? null : plusMs(at, one.billDays * DAY_S * 1000),
    amount: { amount: prices[one.number - 1] ?? '0', currencyCode },
  };
  return notNull(eventRow({ ...stored, chargeId: `AppSubscription/${one.number}`, raw: { charge } }));
}

const shuffled = lifecycles.chain(({ rows, asOf }) =>
  fc.record({
    rows: fc.constant(rows),
    asOf: fc.constant(asOf),
    again: fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
  }),
);

test('the same rows, shuffled and repeated, give the same bytes', () => {
  fc.assert(
    fc.property(shuffled, ({ rows, asOf, again }) => {
      expect(bytes(fold(again, asOf, noHints))).toBe(bytes(fold(rows, asOf, noHints)));
    }),
    RUNS,
  );
});

test('MRR by movements is MRR by what is live, at every moment', () => {
  fc.assert(
    fc.property(lifecycles, ({ rows, asOf }) => {
      const { courses } = derive(rows, asOf, noHints);
      const { events, mrr } = fold(rows, asOf, noHints);
      for (const { occurredAt } of events) {
        const moved = sumByCurrency(
          events.flatMap((event) => (event.occurredAt <= occurredAt && event.mrrChange) || []),
        );
        expect(nonZero(moved)).toEqual(nonZero(liveAt(courses, occurredAt)));
        expect(moved.filter(({ units }) => units < 0n)).toEqual([]);
      }
      expect(nonZero(mrr)).toEqual(nonZero(liveAt(courses, asOf)));
    }),
    RUNS,
  );
});

test('what is always true', () => {
  fc.assert(
    fc.property(lifecycles, ({ rows, asOf }) => {
      const told = fold(rows, asOf, noHints);
      const known = rows.filter(({ at }) => at <= asOf);
      const ids = new Set(known.map(({ id }) => id));
      for (const event of told.events) {
        expect(event.evidence.length).toBeGreaterThan(0);
        for (const id of event.evidence) expect(ids).toContain(id);
        if (event.test || event.suppressed) expect(event.mrrChange).toBeNull();
        expect(event.occurredAt <= asOf).toBe(true);
      }
      expect(new Set(told.events.map(({ id }) => id)).size).toBe(told.events.length);
      expect(isUninstalled(known)).toBe(
        told.detail === 'uninstalled' && told.uninstalledAt !== null && told.status === 'churned',
      );
      if (told.status !== 'active') expect(nonZero(told.mrr)).toEqual([]);
      if (isUninstalled(known)) expect(derive(rows, asOf, noHints).story.others(null)).toEqual([]);
      expect(told.plan !== null && !['trialing', 'active', 'frozen'].includes(told.status)).toBe(false);
    }),
    RUNS,
  );
});

test('nothing changes before it is said to', () => {
  fc.assert(
    fc.property(lifecycles, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), ({ rows, asOf }, share) => {
      const now = fold(rows, asOf, noHints);
      if (now.nextChangeAt !== null) expect(now.nextChangeAt > asOf).toBe(true);
      const until =
        now.nextChangeAt === null ? instantToMicros(asOf) + 400 * DAY_S * 1e6 : instantToMicros(now.nextChangeAt);
      const later = instantToMicros(asOf) + Math.floor((until - instantToMicros(asOf)) * share);
      expect(bytes(fold(rows, instantFromMicros(later), noHints))).toBe(bytes(now));
    }),
    RUNS,
  );
});

test('no charge lives on past its own cancel', () => {
  fc.assert(
    fc.property(lifecycles, ({ rows, asOf }) => {
      const { lives, cancels } = derive(rows, asOf, noHints);
      for (const { charge, start, end } of lives) {
        const startsAgain = (cancel: EventRow) =>
          charge.activations.some(({ at }) => at > cancel.at && (end === null || at < end.at));
        const outlived = charge.cancels.filter(
          (cancel) => comparePlaced(placed(start), placed(cancel)) < 0 && (end === null || cancel.at < end.at),
        );
        const explained = ['re-emitted cancel', 'cancel of an uninstall'];
        const unexplained = outlived.filter(
          (cancel) => !explained.includes(cancels.suppressedBy.get(cancel.id) ?? '') && !startsAgain(cancel),
        );
        // The old charge of a plan change ends with its successor's activation, up to a minute after its cancel.
        const [paired] = [...cancels.cancelOf].flatMap(([id, cancel]) =>
          end?.reason === 'replaced' && end.row.id === id ? [cancel] : [],
        );
        expect(unexplained.filter(({ at }) => paired === undefined || at < paired.at)).toEqual([]);
      }
    }),
    RUNS,
  );
});

/** The second reckoning, independent of the story: what each charge carries at that moment's end. */
function liveAt(courses: readonly Course[], at: Instant): Amount[] {
  return sumByCurrency(
    courses.flatMap(({ life, carriesFrom }) => {
      const isOn = life.start.at <= at && (life.end === null || life.end.at > at);
      const isFrozen = life.freezes.some(({ from, to }) => from.at <= at && (to === null || to.at > at));
      const isLost = life.outages.some(({ from, to }) => from.at <= at && (to === null || to.at > at));
      const counts = carriesFrom !== null && carriesFrom <= at;
      return isOn && !isFrozen && !isLost && counts ? [life.m] : [];
    }),
  );
}

/** Install state = last relationship event, an activation after an uninstall being an assumed install. */
function isUninstalled(rows: readonly FoldRow[]): boolean {
  const telling = rows
    .filter(
      (row) =>
        row.type.startsWith('RELATIONSHIP_') ||
        (row.type === 'SUBSCRIPTION_CHARGE_ACTIVATED' && !('test' in row && row.test)),
    )
    .sort((one, other) => comparePlaced(placed(one), placed(other)));
  const last = telling.at(-1);
  return last?.type === 'RELATIONSHIP_UNINSTALLED';
}

function placed(row: FoldRow) {
  return { at: row.at, order: orderOfType(row.type), chargeNumber: row.chargeNumber };
}

function nonZero(amounts: readonly Amount[]): Amount[] {
  return amounts.filter(({ units }) => units !== 0n);
}

function bytes(folded: Folded): string {
  return JSON.stringify(folded, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

function notNull<T>(value: T | null): T {
  if (value === null) throw new Error('a row that cannot be read');
  return value;
}
