import { type Instant, parseInstant, plusMs } from '../../../src/values/instant.js';

/** The one app that most tests use. */
export const APP = '4436393';
const DAY_MS = 86_400_000;
const D0 = parseInstant('2026-01-01T10:00:00Z') as Instant;

/** That many days after the first one. */
export function day(number: number): Instant {
  return plusMs(D0, number * DAY_MS);
}

/** A raw row: the node as Shopify sends it, with the columns that identify it. */
export type Node = Readonly<Record<string, unknown>> & { at: Instant; kind: string; stored: string };

/** A row of `App.events` that names no charge. */
export function relationship(kind: string, at: Instant): Node {
  return { kind, at, stored: '', type: kind, occurredAt: at, reason: null, description: null };
}

interface ChargeDetails {
  readonly billingOn?: Instant | null;
  readonly currencyCode?: string;
  readonly test?: boolean;
}

/** An event of a subscription charge. */
export function charge(
  kind: string,
  at: Instant,
  number: string,
  name: string,
  amount: string,
  { billingOn = null, currencyCode = 'USD', test = false }: ChargeDetails = {},
): Node {
  const id = `gid://shopify/AppSubscription/${number}`;
  return {
    ...relationship(kind, at),
    stored: `AppSubscription/${number}`,
    charge: { id, name, test, billingOn, amount: { amount, currencyCode } },
  };
}

/** A monthly `AppSubscriptionSale` of a charge. */
export function sale(number: string, at: Instant, chargeNumber: string, amount: string): Node {
  const money = { amount, currencyCode: 'USD' };
  return {
    kind: 'AppSubscriptionSale',
    at,
    stored: `AppSubscription/${chargeNumber}`,
    chargeId: `gid://partners/AppSubscription/${chargeNumber}`,
    id: `gid://partners/AppSubscriptionSale/${number}`,
    createdAt: at,
    billingInterval: 'EVERY_30_DAYS',
    grossAmount: money,
    netAmount: money,
  };
}
