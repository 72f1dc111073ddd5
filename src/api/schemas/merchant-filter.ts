import { z } from 'zod';
import { MERCHANT_SORTS, SORT_ORDERS } from '../../contract/merchant-words.js';
import { MOST_BYTES } from '../../values/bounded-text.js';
import { uuid } from './common.js';
import { appId } from './connect-fields.js';
import { EventType, Status } from './merchant-words.js';

/** As `readQuery` refuses it everywhere: Postgres takes no NUL in a text. */
export const WITHOUT_NUL = '^[^\\u0000]*$';

/** Which merchants a list or a file holds, and in which order. */
export const merchantFilterFields = {
  search: z.string().min(1).max(200).optional().meta({
    pattern: WITHOUT_NUL,
    description:
      'Part of the domain or the name, in any case. A page may then be short, even empty, before the end: `nextCursor` tells',
  }),
  status: Status.optional().meta({ description: 'Status, plan and app are looked for in one app of the merchant' }),
  plan: z.string().min(1).max(MOST_BYTES.name).optional().meta({ pattern: WITHOUT_NUL }),
  appId: appId.optional(),
  segment: uuid.optional().meta({
    description: 'The members of this segment; not with `status`, `plan` or `appId`, which its criteria say',
  }),
  sort: z.enum(MERCHANT_SORTS).default('mrr'),
  order: z.enum(SORT_ORDERS).default('desc'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({ description: 'Money sorts by this one, or else by the commonest; merchants without it come last' }),
};

/** A list of a segment has no other filter, for it is read in the segment's own order. */
export function isOneFilter({ segment, status, plan, appId }: Readonly<Record<string, unknown>>): boolean {
  return segment === undefined || (status === undefined && plan === undefined && appId === undefined);
}

/** Which events of a merchant a list holds. */
export const merchantEventFields = {
  type: EventType.optional(),
  appId: appId.optional(),
  month: z
    .string()
    .regex(/^20[0-9]{2}-(0[1-9]|1[0-2])$/)
    .optional()
    .meta({ description: 'A UTC month: with `type=usage_charge` what one line of the history sums up' }),
};
