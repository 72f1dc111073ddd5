import { z } from 'zod';
import { Merchant, SegmentName } from './merchant.js';

/** The largest that a JSON number and a Postgres bigint both hold exactly: 2^53 - 1. */
const NUMBER = /^(0|[1-9][0-9]{0,14})$/;
const MOST_ITEMS = 100;
const MOST_WAIT_SECONDS = 25;

export const epoch = z.string();
const number = z
  .int()
  .meta({ description: 'Grows with every change in the organization; a merchant has the number of its last one' });
const ref = z.uuid().meta({
  description:
    'What the merchant is called in the feed, the same as long as the epoch lasts: all that is left of an erased one',
});

const moves = {
  entered: z.array(SegmentName).meta({
    description:
      'Segments that it entered under this number. Entering and leaving are told also where more has changed since',
  }),
  left: z.array(SegmentName).meta({ description: 'Segments that it left under this number, deleted ones too' }),
};

/** An item of the feed; of a message beside other fields. */
export function changeWith<T extends z.ZodRawShape>(others: T) {
  return z.union([
    z
      .strictObject({ ...others, number, ref, merchant: Merchant, ...moves })
      .meta({ title: 'A merchant, as it is now' }),
    z
      .strictObject({ ...others, number, ref, merchant: z.null(), ...moves })
      .meta({ title: 'A merchant that no visible app is on any more' }),
    z
      .strictObject({ ...others, number, ref, erased: z.literal(true) })
      .meta({ title: 'A merchant that was erased: forget it' }),
  ]);
}

const Change = changeWith({}).meta({ id: 'Change' });

export const ChangeList = z
  .strictObject({
    epoch: epoch.meta({ description: 'Within which the numbers mean what they meant; send it back with `after`' }),
    items: z.array(Change).meta({
      description:
        'In the order of their numbers. A merchant comes once, as it is now, and once more for each earlier number under which it entered or left a segment',
    }),
    last: z.int().meta({ description: 'Ask for what comes `after` this: all up to it has been told' }),
  })
  .meta({ id: 'ChangeList' });

export const ChangesQuery = z
  .strictObject({
    epoch: z.string().min(1).max(64).optional().meta({ description: '`epoch` of the answer before' }),
    after: z
      .string()
      .regex(NUMBER)
      .transform(Number)
      .default(0)
      .meta({
        description: '`last` of the answer before; without it, or at 0, the feed begins with every merchant there is',
        override: { type: 'integer', minimum: 0, default: 0 },
      }),
    limit: z
      .string()
      .refine((text) => /^([1-9][0-9]?|100)$/.test(text))
      .transform(Number)
      .default(MOST_ITEMS)
      .meta({ override: { type: 'integer', minimum: 1, maximum: 100, default: MOST_ITEMS } }),
    wait: z
      .string()
      .refine((text) => /^(0|[1-9]|1[0-9]|2[0-5])s$/.test(text))
      .transform((text) => Number.parseInt(text, 10) * 1_000)
      .default(0)
      .meta({
        description: `How long to wait for the next change when there is none, up to ${MOST_WAIT_SECONDS}s`,
        override: { type: 'string', pattern: '^(0|[1-9]|1[0-9]|2[0-5])s$', default: '0s', example: '25s' },
      }),
  })
  .refine(({ epoch, after }) => after === 0 || epoch !== undefined, { path: ['epoch'] });
