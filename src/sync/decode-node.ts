import { z } from 'zod';
import { parseGid } from '../gid.js';
import { parseInstant, type Instant } from '../instant.js';
import { parseUnits } from '../money.js';
import type { AppEventRow, AppSighting, QuarantinedRow, ShopSighting, TransactionRow } from './rows.js';

export type Decoded<Row> =
  | { readonly row: Row; readonly at: Instant; readonly shop: ShopSighting | null; readonly app: AppSighting | null }
  | { readonly refused: QuarantinedRow; readonly at: Instant | null };

type Node = Readonly<Record<string, unknown>>;

const money = z.object({
  amount: z.string().refine((amount) => parseUnits(amount) !== null, { params: { reason: 'amount' } }),
  currencyCode: z.string().regex(/^[A-Za-z]{3}$/),
});
const gid = z.string().refine((id) => parseGid(id) !== null, { params: { reason: 'id' } });
const instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (parsed !== null) return parsed;
  context.addIssue({ code: 'custom', params: { reason: 'instant' } });
  return z.NEVER;
});
const shop = z.object({ id: gid, name: z.string(), myshopifyDomain: z.string() });
const app = z.object({ id: gid, name: z.string() });

// Loose on purpose: types and fields that Shopify adds are kept in the raw row.
const TransactionNode = z.object({
  __typename: z.string(),
  id: gid,
  createdAt: instant,
  app: app.nullish(),
  shop: shop.nullish(),
  referredShop: shop.nullish(),
  chargeId: gid.nullish(),
  billingInterval: z.string().nullish(),
  grossAmount: money.nullish(),
  shopifyFee: money.nullish(),
  netAmount: money.nullish(),
  amount: money.nullish(),
});

const charge = z.object({ id: gid, name: z.string(), test: z.boolean(), amount: money, billingOn: instant.nullish() });
const AppEventNode = z.object({
  type: z.string(),
  occurredAt: instant,
  shop,
  charge: charge.nullish(),
  appCredit: charge.nullish(),
  reason: z.string().nullish(),
  description: z.string().nullish(),
});

export function decodeTransaction(node: Node): Decoded<TransactionRow> {
  const raw = JSON.stringify(node);
  const parsed = TransactionNode.safeParse(node);
  if (!parsed.success) return refuse(raw, node['createdAt'], parsed.error);
  if (!isStorable(raw)) return refuse(raw, node['createdAt'], 'text');
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
    shop: seenShop === null ? null : { ...seenShop, shopNumber: numberOf(seenShop.id), at: createdAt },
    app: seen.app == null ? null : { appNumber: numberOf(seen.app.id), name: seen.app.name },
  };
}

export function decodeAppEvent(node: Node, appNumber: string): Decoded<AppEventRow> {
  const raw = JSON.stringify(node);
  const parsed = AppEventNode.safeParse(node);
  if (!parsed.success) return refuse(raw, node['occurredAt'], parsed.error);
  if (!isStorable(raw)) return refuse(raw, node['occurredAt'], 'text');
  const { type, occurredAt, shop: seenShop } = parsed.data;
  const charged = parsed.data.charge ?? parsed.data.appCredit;
  const shopNumber = numberOf(seenShop.id);
  return {
    row: { appNumber, shopNumber, type, occurredAt, chargeId: charged == null ? '' : tailOf(charged.id), raw },
    at: occurredAt,
    shop: { ...seenShop, shopNumber, at: occurredAt },
    app: null,
  };
}

/** Kind and number of a GID that the schema above has already accepted. */
function tailOf(id: string): string {
  return id.split('/').slice(-2).join('/');
}

function numberOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

// Postgres' jsonb refuses U+0000 and lone surrogates, and text would turn the latter into U+FFFD without a word.
// JSON.stringify writes exactly these as escapes; an escaped backslash before them is only text.
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89ab][0-9a-f]{2}|d[c-f][0-9a-f]{2})/;

function isStorable(raw: string): boolean {
  return !UNSTORABLE.test(raw);
}

function refuse(
  raw: string,
  at: unknown,
  why: z.ZodError | QuarantinedRow['reason'],
): { refused: QuarantinedRow; at: Instant | null } {
  const reason = typeof why === 'string' ? why : reasonOf(why);
  return { refused: { reason, raw }, at: typeof at === 'string' ? parseInstant(at) : null };
}

function reasonOf(error: z.ZodError): QuarantinedRow['reason'] {
  for (const issue of error.issues) {
    const reason: unknown = issue.code === 'custom' ? issue.params?.['reason'] : undefined;
    if (reason === 'amount' || reason === 'id' || reason === 'instant') return reason;
  }
  return 'shape';
}
