import fc from 'fast-check';
import { toFoldEvent, toFoldTransaction } from '../../../src/merchants/derive/input/decode-rows.js';
import type { FoldRow } from '../../../src/merchants/rules/words/rows.js';
import { type Instant, parseInstant, plusMs } from '../../../src/values/instant.js';
import type { Node } from './raw-rows.js';

export const DAY_S = 86_400;
/** When random rows may begin. */
export const START = parseInstant('2026-01-01T00:00:00Z') as Instant;

// Gaps at and around every bound of the rule book, so that random rows meet its edges.
const gaps = fc.oneof(
  fc.constantFrom(0, 0, 1, 3, 5, 30, 59, 60, 61, 3600),
  fc.constantFrom(1, 2, 5, 9, 14, 20, 30, 36, 37, 38, 66, 67, 68).map((days) => days * DAY_S),
  fc.integer({ min: 0, max: 70 * DAY_S }),
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

/** A charge that something takes or pauses, and a late sale of it that may show otherwise. */
const lateSale: fc.Arbitrary<Step[]> = fc
  .record({
    number: fc.integer({ min: 1, max: 4 }),
    start: fc.constantFrom('SUBSCRIPTION_CHARGE_ACTIVATED', 'AppSubscriptionSale'),
    blow: fc.constantFrom(
      ['RELATIONSHIP_UNINSTALLED', 'RELATIONSHIP_INSTALLED'],
      ['SUBSCRIPTION_CHARGE_FROZEN'],
      ['SUBSCRIPTION_CHARGE_FROZEN', 'RELATIONSHIP_REACTIVATED'],
      ['SUBSCRIPTION_CHARGE_FROZEN', 'RELATIONSHIP_DEACTIVATED', 'RELATIONSHIP_REACTIVATED'],
      ['RELATIONSHIP_DEACTIVATED'],
      ['other SUBSCRIPTION_CHARGE_ACTIVATED'],
      ['other AppSubscriptionSale'],
      ['other SUBSCRIPTION_CHARGE_ACTIVATED', 'RELATIONSHIP_UNINSTALLED', 'RELATIONSHIP_INSTALLED'],
      ['RELATIONSHIP_DEACTIVATED', 'other SUBSCRIPTION_CHARGE_ACTIVATED'],
    ),
    late: fc.constantFrom(37, 38, 67, 68, 70),
    between: fc.array(
      fc.tuple(
        fc.oneof(chargeTypes, relationshipTypes, fc.constant('AppSubscriptionSale')),
        fc.integer({ min: 1, max: 4 }),
      ),
      { maxLength: 2 },
    ),
    again: fc.constantFrom(0, 30, 66, 67, 100),
  })
  .map(({ number, start, blow, late, between, again }) => [
    plain(start, number, DAY_S),
    ...blow.map((type) =>
      type.startsWith('other ') ? plain(type.slice(6), (number % 4) + 1, DAY_S) : plain(type, number, DAY_S),
    ),
    ...between.map(([type, other]) => plain(type, other, 3600)),
    plain('AppSubscriptionSale', number, late * DAY_S),
    ...(again === 0 ? [] : [plain('AppSubscriptionSale', number, again * DAY_S)]),
  ]);

/** Charges one after another, whose cancels come late, or never. */
const inARow: fc.Arbitrary<Step[]> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('SUBSCRIPTION_CHARGE_ACTIVATED', 'SUBSCRIPTION_CHARGE_ACTIVATED', 'SUBSCRIPTION_CHARGE_CANCELED'),
      fc.constantFrom(0, 30, 60, 3600, DAY_S, 15 * DAY_S),
    ),
    { minLength: 3, maxLength: 6 },
  )
  .map((steps) => steps.map(([number, type, gap]) => plain(type, number, gap)));

function plain(type: string, number: number, gap: number): Step {
  const kind = type.startsWith('App') ? 'sale' : type.startsWith('RELATIONSHIP_') ? 'relationship' : 'charge';
  return { gap, kind, type, number, amount: '10.00', billDays: null };
}

/** A shop's random life with an app: its raw rows from the first to the last, and until when they are read. */
export interface RandomLife {
  readonly nodes: readonly Node[];
  readonly asOf: Instant;
}

/**
 * Steps one after another, each charge with a price and currency of its own.
 * @param shop keeps the ids of several shops apart
 */
export function randomLives(shop = 0): fc.Arbitrary<RandomLife> {
  return fc
    .record({
      steps: fc
        .array(
          fc.oneof(
            { weight: 12, arbitrary: step.map((one) => [one]) },
            { weight: 1, arbitrary: lateCancel },
            { weight: 1, arbitrary: closing },
            { weight: 2, arbitrary: lateSale },
            { weight: 1, arbitrary: inARow },
          ),
          { maxLength: 14 },
        )
        .map((groups) => groups.flat()),
      prices: fc.array(fc.constantFrom('0.00', '10.00', '12.34', '120.00'), { minLength: 4, maxLength: 4 }),
      euros: fc.constantFrom(0, 0, 0, 2),
      tests: fc.constantFrom(0, 0, 3),
      after: gaps,
    })
    .map(({ steps, after, ...charges }) => {
      let seconds = 0;
      const nodes = steps.map((one, index) => {
        seconds += one.gap;
        return nodeOf(one, plusMs(START, seconds * 1000), `${shop}${index}`, { ...charges, shop });
      });
      return { nodes, asOf: plusMs(START, (seconds + after) * 1000) };
    });
}

interface Charges {
  readonly prices: readonly string[];
  /** Numbers of the charges in euros and in test mode; 0 for none. */
  readonly euros: number;
  readonly tests: number;
  readonly shop: number;
}

function nodeOf(one: Step, at: Instant, id: string, { prices, euros, tests, shop }: Charges): Node {
  const currencyCode = one.number === euros ? 'EUR' : 'USD';
  const stored = `AppSubscription/${10 * shop + one.number}`;
  const gid = `gid://shopify/${stored}`;
  const common = { kind: one.type, at };
  if (one.kind === 'sale') {
    const money = { amount: one.type === 'AppSaleAdjustment' ? '-1.50' : one.amount, currencyCode };
    const billingInterval = one.billDays === 365 ? 'ANNUAL' : null;
    const sale = { id: `gid://partners/${one.type}/${id}`, chargeId: gid, grossAmount: money, netAmount: money };
    return { ...common, stored, ...sale, billingInterval };
  }
  if (one.kind === 'relationship') return { ...common, stored: '' };
  const charge = {
    id: gid,
    name: `Plan ${one.number}`,
    test: one.number === tests,
    billingOn: one.billDays === null ? null : plusMs(at, one.billDays * DAY_S * 1000),
    amount: { amount: prices[one.number - 1] ?? '0', currencyCode },
  };
  return { ...common, stored, charge };
}

/** The row as the fold reads it. */
export function foldRowOf({ kind, at, stored, ...raw }: Node): FoldRow {
  const row = kind.startsWith('App')
    ? toFoldTransaction({ id: String(raw['id']), type: kind, createdAt: at, raw, requestedAt: START })
    : toFoldEvent({
        appNumber: '7',
        shopNumber: '9',
        type: kind,
        occurredAt: at,
        chargeId: stored,
        raw,
        requestedAt: START,
      });
  if (row === null) throw new Error('a row that cannot be read');
  return row;
}
