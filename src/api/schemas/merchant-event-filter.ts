import { z } from 'zod';
import { appId } from './connect-fields.js';
import { EventType } from './merchant.js';

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
