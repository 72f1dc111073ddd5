import { z } from 'zod';
import type { Instant } from '../../values/instant.js';

/* Where lists stand: what their cursors hold. */

const occurredAt = z.custom<Instant>((value) => typeof value === 'string');

export const MerchantListPosition = z.strictObject({
  shopNumber: z.string(),
  key: z.string().nullable(),
  currency: z.string().nullable(),
});

export const EventPosition = z.strictObject({
  occurredAt,
  rank: z.int(),
  appNumber: z.string(),
  id: z.string(),
});

export const SegmentPosition = z.strictObject({ id: z.string() });

export const MovementPosition = z.strictObject({
  occurredAt,
  rank: z.int(),
  appNumber: z.string(),
  shopNumber: z.string(),
  connectionId: z.string(),
  id: z.string(),
});
