import { z } from 'zod';
import { PERMISSIONS } from '../../contract/connection-words.js';
import { MAX_BIGINT } from '../../values/gid.js';
import { type Separator, SEPARATORS } from '../present/csv.js';
import { CURSOR, MAX_CURSOR_LENGTH } from '../request/cursors.js';

/** Ids of ours. Anything else in a path is simply not found. */
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** What an id looks like, for the documentation of answers: they are ours, and are not read again. */
export const shown = {
  uuid: { format: 'uuid', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
  appId: { pattern: '^gid://partners/App/[1-9][0-9]{0,18}$', examples: ['gid://partners/App/4436393'] },
  number: { pattern: '^[1-9][0-9]{0,18}$' },
  chargeNumber: {
    pattern: '^(0|[1-9][0-9]{0,18})$',
    description: '0 is a contract of Shopify App Pricing that has no number of its own; an app has one at a time',
  },
};

export const ConnectionParams = z.strictObject({ connectionId: uuid.meta({ description: 'Id of the connection' }) });

export const instant = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC' });

export const Money = z
  .strictObject({
    amount: z.string().meta({ description: 'Decimal text, exact', examples: ['49.00'] }),
    currencyCode: z.string().meta({ examples: ['USD'] }),
  })
  .meta({ id: 'Money' });

export const Permission = z.enum(PERMISSIONS).meta({ id: 'Permission' });

export const DEFAULT_LIMIT = 50;

/** `limit` and `cursor`, as every list takes them. No silent clamp: a limit out of range is refused. */
export const pageFields = {
  limit: z
    .string()
    .refine((text) => /^([1-9][0-9]?|100)$/.test(text))
    .transform(Number)
    .optional()
    .meta({ override: { type: 'integer', minimum: 1, maximum: 100, default: DEFAULT_LIMIT } }),
  cursor: z.string().min(1).optional().meta({
    description: '`nextCursor` of the page before',
    pattern: CURSOR.source,
    maxLength: MAX_CURSOR_LENGTH,
  }),
};
export const PageQuery = z.strictObject(pageFields);

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** The number in an app's id. What is no number at all is not asked how large it is: `BigInt` throws. */
export const appNumber = z
  .string()
  .regex(/^[1-9][0-9]{0,18}$/, { abort: true })
  .refine((text) => BigInt(text) <= MAX_BIGINT);

/** The meaning of each value of an enum, as the description of a field: the same words as on the page of definitions. */
export function defined(definitions: Readonly<Record<string, string>>): { readonly description: string } {
  const lines = Object.entries(definitions).map(([name, meaning]) => `- \`${name}\`: ${meaning}`);
  return { description: lines.join('\n') };
}

export const separator = z
  .enum(Object.keys(SEPARATORS) as [Separator, ...Separator[]])
  .default('comma')
  .meta({ description: 'What stands between two cells: spreadsheets expect the one of the country they are set to' });
