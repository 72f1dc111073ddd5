import { z } from 'zod';
import { parseGid } from '../gid.js';
import { parseInstant, type Instant } from '../instant.js';
import { parseUnits } from '../money.js';
import { jsonbText } from './jsonb-text.js';
import { rowKey, type AppEventRow, type AppSighting, type ShopSighting, type TransactionRow } from './rows.js';
import type { QuarantinedRow } from './rows.js';

export type Decoded<Row> =
  | { readonly row: Row; readonly at: Instant; readonly shop: ShopSighting | null; readonly app: AppSighting | null }
  | { readonly refused: Omit<QuarantinedRow, 'raw'>; readonly at: Instant | null };

type Node = Readonly<Record<string, unknown>>;

// What stands in an index must stay below 2700 bytes, or Postgres refuses the row and its page with it.
const LONGEST_ID = 255;
const LONGEST_NAME = 800;

const money = z.object({
  amount: z.string().refine((amount) => parseUnits(amount) !== null, { params: { reason: 'amount' } }),
  currencyCode: z.string().regex(/^[A-Za-z]{3}$/),
});
const gid = z.string().refine((id) => id.length <= LONGEST_ID && parseGid(id) !== null, { params: { reason: 'id' } });
const type = z.string().max(LONGEST_ID);
const name = z.string().max(LONGEST_NAME);
const instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (parsed !== null) return parsed;
  context.addIssue({ code: 'custom', params: { reason: 'instant' } });
  return z.NEVER;
});
const shop = z.object({ id: gid, name: z.string(), myshopifyDomain: name });
const app = z.object({ id: gid, name: z.string() });

// Loose on purpose: types and fields that Shopify adds are kept in the raw row.
const TransactionNode = z.object({
  __typename: type,
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

const charge = z.object({ id: gid, name, test: z.boolean(), amount: money, billingOn: instant.nullish() });
const AppEventNode = z.object({
  type,
  occurredAt: instant,
  shop,
  charge: charge.nullish(),
  appCredit: charge.nullish(),
  reason: z.string().nullish(),
  description: z.string().nullish(),
});

// What names a row, whatever else of it is damaged.
const Identified = z.object({ id: gid });
const IdentifiedEvent = AppEventNode.pick({ type: true, occurredAt: true }).extend({
  shop: Identified,
  charge: Identified.nullish(),
  appCredit: Identified.nullish(),
});

/** @param raw the row as `jsonbText` has it */
export function decodeTransaction(node: Node, raw: string | null): Decoded<TransactionRow> {
  const parsed = TransactionNode.safeParse(node);
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
    app: seen.app == null ? null : { appNumber: numberOf(seen.app.id), name: seen.app.name },
  };
}

export function decodeAppEvent(node: Node, raw: string | null, appNumber: string): Decoded<AppEventRow> {
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

function identityOf(event: z.output<typeof IdentifiedEvent>, appNumber: string): Omit<AppEventRow, 'raw'> {
  const { type, occurredAt, shop: seenShop } = event;
  const charged = event.charge ?? event.appCredit;
  const shopNumber = numberOf(seenShop.id);
  return { appNumber, shopNumber, type, occurredAt, chargeId: charged == null ? '' : tailOf(charged.id) };
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
