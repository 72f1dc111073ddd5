import { z } from 'zod';
import { displayName, fitsInto, MOST_BYTES } from '../../values/bounded-text.js';
import { parseGid } from '../../values/gid.js';
import { type Instant, parseInstant } from '../../values/instant.js';
import { parseUnits } from '../../values/money.js';
import { shopDomain } from '../../values/shop-domain.js';
import {
  type AppSighting,
  type PageAppEvent,
  type PageTimelineEvent,
  type PageTransaction,
  type QuarantinedRow,
  rowKey,
  type ShopSighting,
} from './rows.js';

export type Decoded<Row> =
  | { readonly row: Row; readonly at: Instant; readonly shop: ShopSighting | null; readonly app: AppSighting | null }
  | { readonly refused: Omit<QuarantinedRow, 'raw'>; readonly at: Instant | null };

type Node = Readonly<Record<string, unknown>>;

const money = z.object({
  amount: z.string().refine((amount) => parseUnits(amount) !== null, { params: { reason: 'amount' } }),
  currencyCode: z.string().regex(/^[A-Za-z]{3}$/),
});
const gid = z.string().refine(isGid, { params: { reason: 'id' } });
const type = z.string().refine((text) => fitsInto(text, MOST_BYTES.id));
const name = z.string().transform(displayName);
const domain = z
  .string()
  .refine((text) => fitsInto(text, MOST_BYTES.domain))
  .transform(shopDomain);
const instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (parsed !== null) return parsed;
  context.addIssue({ code: 'custom', params: { reason: 'instant' } });
  return z.NEVER;
});
const shop = z.object({ id: gid, name: name.catch(''), myshopifyDomain: domain });
const app = z.object({
  id: gid,
  name: name
    .transform((text) => text || null)
    .nullable()
    .catch(null),
});

// Only what identifies a row, places it in time or counts is asked for. What joins it to others or describes it must not
// cost the row and its money: the id of a charge that cannot be read is none, and the fold reads plan, reason,
// description, interval and billing date from the raw row as far as they can be read. Loose also because types and
// fields that Shopify adds are kept.
const TransactionNode = z.object({
  __typename: type,
  id: gid,
  createdAt: instant,
  app: app.nullish(),
  shop: shop.nullish(),
  referredShop: shop.nullish(),
  chargeId: gid.nullish().catch(null),
  grossAmount: money.nullish(),
  netAmount: money.nullish(),
  amount: money.nullish(),
});

const charge = z.object({ id: gid, test: z.boolean(), amount: money });
const AppEventNode = z.object({
  type,
  occurredAt: instant,
  shop,
  charge: charge.nullish(),
  appCredit: charge.nullish(),
});

// What names a row, whatever else of it is damaged.
const Identified = z.object({ id: gid });
const IdentifiedEvent = AppEventNode.pick({ type: true, occurredAt: true }).extend({
  shop: Identified,
  charge: Identified.nullish(),
  appCredit: Identified.nullish(),
});

/** @param raw the row as `jsonbText` has it */
export function decodeTransaction(node: Node, raw: string | null): Decoded<PageTransaction> {
  const parsed = TransactionNode.safeParse(withoutLostShops(node));
  if (!parsed.success || raw === null) {
    const known = Identified.safeParse(node);
    return refuse(reasonOf(parsed.error), known.success ? rowKey(known.data) : null, node['createdAt']);
  }
  const { id, __typename: type, createdAt, chargeId, ...seen } = parsed.data;
  const seenShop = seen.shop ?? seen.referredShop ?? null;
  return {
    row: {
      id,
      type,
      createdAt,
      appNumber: seen.app == null ? null : numberOf(seen.app.id),
      shopNumber: seenShop === null ? null : numberOf(seenShop.id),
      chargeId: chargeId == null ? null : tailOf(chargeId),
      raw,
    },
    at: createdAt,
    // A theme or a referral makes nobody a merchant, and touches none.
    shop:
      seenShop === null || seen.app == null
        ? null
        : { ...seenShop, shopNumber: numberOf(seenShop.id), at: createdAt, firstAt: createdAt },
    app: seen.app == null ? null : { appNumber: numberOf(seen.app.id), name: seen.app.name, at: createdAt },
  };
}

export function decodeAppEvent(node: Node, raw: string | null, appNumber: string): Decoded<PageAppEvent> {
  const parsed = AppEventNode.safeParse(node);
  if (!parsed.success || raw === null) {
    const known = IdentifiedEvent.safeParse(node);
    const key = known.success ? rowKey(identityOf(known.data, appNumber)) : null;
    return refuse(reasonOf(parsed.error), key, node['occurredAt']);
  }
  const { occurredAt, shop: seenShop } = parsed.data;
  const identity = identityOf(parsed.data, appNumber);
  return {
    row: { ...identity, raw },
    at: occurredAt,
    shop: { ...seenShop, shopNumber: identity.shopNumber, at: occurredAt, firstAt: occurredAt },
    app: null,
  };
}

// Not strictly a GID: what the schema calls an ID only.
const TimelineNode = z.object({
  id: z
    .string()
    .min(1)
    .refine((text) => fitsInto(text, MOST_BYTES.id)),
  eventType: type,
  occurredAt: instant,
  shop: z.object({ id: gid, myshopifyDomain: domain }),
  subject: z.object({ id: gid }),
});

/** A row of root `events` that names an app and a shop; of a theme, or without a shop, there is nothing to store. */
export function decodeTimelineEvent(node: Node, raw: string | null): Decoded<PageTimelineEvent> {
  const parsed = TimelineNode.safeParse(node);
  if (!parsed.success || raw === null) {
    const key = typeof node['id'] === 'string' && fitsInto(node['id'], MOST_BYTES.id) ? node['id'] : null;
    return refuse(reasonOf(parsed.error), key, node['occurredAt']);
  }
  const { id, eventType, occurredAt, shop: seenShop, subject } = parsed.data;
  return {
    row: {
      id,
      type: eventType,
      occurredAt,
      appNumber: numberOf(subject.id),
      shopifyShopNumber: numberOf(seenShop.id),
      myshopifyDomain: seenShop.myshopifyDomain,
      raw,
    },
    at: occurredAt,
    shop: null,
    app: null,
  };
}

function identityOf(event: z.output<typeof IdentifiedEvent>, appNumber: string): Omit<PageAppEvent, 'raw'> {
  const { type, occurredAt, shop: seenShop } = event;
  const charged = event.charge ?? event.appCredit;
  const shopNumber = numberOf(seenShop.id);
  return { appNumber, shopNumber, type, occurredAt, chargeId: charged == null ? '' : tailOf(charged.id) };
}

function isGid(id: string): boolean {
  return fitsInto(id, MOST_BYTES.id) && parseGid(id) !== null;
}

/** A charge tells whose a transaction is where the shop's own id cannot be read. Without either the row is damaged. */
function withoutLostShops(node: Node): Node {
  if (typeof node['chargeId'] !== 'string' || !isGid(node['chargeId'])) return node;
  const { shop, referredShop } = node;
  if (isNamed(shop) && isNamed(referredShop)) return node;
  return { ...node, shop: isNamed(shop) ? shop : null, referredShop: isNamed(referredShop) ? referredShop : null };
}

function isNamed(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && 'id' in value && typeof value.id === 'string' && isGid(value.id);
}

/** Kind and number of a GID that the schema above has already accepted. */
function tailOf(id: string): string {
  return id.split('/').slice(-2).join('/');
}

function numberOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function refuse(
  reason: QuarantinedRow['reason'],
  key: string | null,
  at: unknown,
): { refused: Omit<QuarantinedRow, 'raw'>; at: Instant | null } {
  // A key is compared in the database, so it must be text that the database takes.
  const storableKey = key !== null && jsonbText({ key }) !== null ? key : null;
  return { refused: { reason, key: storableKey }, at: typeof at === 'string' ? parseInstant(at) : null };
}

/** @param error undefined: the schema took the row, and only its text is more than jsonb takes */
function reasonOf(error: z.ZodError | undefined): QuarantinedRow['reason'] {
  if (error === undefined) return 'text';
  for (const issue of error.issues) {
    const reason: unknown = issue.code === 'custom' ? issue.params?.['reason'] : undefined;
    if (reason === 'amount' || reason === 'id' || reason === 'instant') return reason;
  }
  return 'shape';
}

// jsonb refuses U+0000 and lone surrogates, and `text` would turn the latter into U+FFFD without a word.
// JSON.stringify writes exactly these as escapes; an escaped backslash before them is only text.
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89ab][0-9a-f]{2}|d[c-f][0-9a-f]{2})/;
// A row has four levels. Far below what exhausts the stack of Postgres or of JSON.stringify.
const MOST_LEVELS = 32;

/** A row's JSON text as Postgres' jsonb takes it; null for what it does not take. */
export function jsonbText(row: Readonly<Record<string, unknown>>): string | null {
  if (nests(row, MOST_LEVELS)) return null;
  const text = JSON.stringify(row);
  return UNSTORABLE.test(text) ? null : text;
}

/** Whether more levels than these are inside one another. */
function nests(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nests(inner, levels - 1));
}
