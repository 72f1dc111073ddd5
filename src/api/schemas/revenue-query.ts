import { z } from 'zod';
import { RANGES, SERIES_UNITS } from '../../contract/revenue-words.js';
import { MOST_POINTS } from '../../revenue/figures/range.js';
import { MOST_BYTES } from '../../values/bounded-text.js';
import { MOST_DAYS } from '../../values/day.js';
import { appId } from './connect-fields.js';
import { WITHOUT_NUL } from './merchant-filter.js';

/** A day that is asked for. Whether there is such a day, and whether it is over, `askedRange` and `pastDay` say. */
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ format: 'date' });

export const asOf = day.optional().meta({
  description: 'As it stood at the end of this UTC day, by what is known now; the day is over',
  format: 'date',
});

/** Which days revenue is told of. */
const rangeFields = {
  range: z.enum(RANGES).optional().meta({
    description: 'Complete UTC days, ending yesterday or at `asOf`; not with `from` and `to`',
    default: '30d',
  }),
  from: day.optional().meta({ description: 'First UTC day; with `to`, instead of `range`', format: 'date' }),
  to: day
    .optional()
    .meta({ description: `Last UTC day, which is over; at most ${MOST_DAYS} days from \`from\``, format: 'date' }),
  asOf: asOf.meta({
    description: 'The range ends with this UTC day, which is over; beside `from` and `to` it is the same as `to`',
    format: 'date',
  }),
};

export const revenueFields = {
  ...rangeFields,
  appId: appId.optional().meta({ description: 'Of this app alone' }),
};

export const RevenueQuery = z.strictObject({
  ...revenueFields,
  unit: z
    .enum(SERIES_UNITS)
    .optional()
    .meta({
      description: `What a point of the series stands for. Without it days, or months for more than ${MOST_POINTS} days; so many days are refused`,
    }),
});

export const currency = z.string().regex(/^[A-Z]{3}$/);

export const plan = z
  .string()
  .max(MOST_BYTES.name)
  .optional()
  .meta({ pattern: WITHOUT_NUL, description: 'Of this plan alone; empty: of charges whose plan no row names' });
