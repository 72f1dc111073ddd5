import { z } from 'zod';
import { CONNECTION_NOTICES } from '../../contract/connection-words.js';
import { NOTICE_TYPES, UPDATE_TYPE } from '../../contract/merchant-words.js';
import { changeWith, epoch } from './changes.js';
import { instant, Money, shown } from './common.js';
import { ConnectionError } from './connection.js';

/** What Convot is told; for the documentation, and for tests, which hold what is really sent against it. */

const whose = {
  organizationId: z.string(),
  connectionId: z.string().meta(shown.uuid),
};

export const ConnectionMessage = z
  .strictObject({
    type: z.enum(CONNECTION_NOTICES),
    timestamp: instant.meta({ description: 'When it was seen, not when it is sent' }),
    data: z.strictObject({
      ...whose,
      partnerOrganizationId: z.string().meta(shown.number),
      error: ConnectionError.nullable().meta({
        description: 'What is wrong, as the settings page shows it; null when nothing is known to be',
      }),
      since: instant.meta({ description: 'Since when it is so; of `connection.stale` until when nothing is missing' }),
    }),
  })
  .meta({ id: 'ConnectionMessage' });

export const MerchantMessage = z
  .strictObject({
    type: z.enum(NOTICE_TYPES),
    timestamp: instant.meta({ description: 'When it happened, not when it is sent' }),
    data: z.strictObject({
      ...whose,
      shopId: z.string(),
      myshopifyDomain: z.string().nullable(),
      appId: z.string().meta(shown.appId),
      appName: z.string().nullable(),
      occurredAt: instant,
      reason: z.string().nullable(),
      description: z.string().nullable(),
      plan: z.string().nullable(),
      mrrLost: Money.nullable(),
      mrrLosses: z.array(Money),
      cancelsAt: instant.nullable().meta({
        description:
          'The midnight that begins the UTC day on which a scheduled cancellation lands; null in other messages',
      }),
    }),
  })
  .meta({ id: 'MerchantMessage' });

export const UpdateMessage = z
  .strictObject({
    type: z.literal(UPDATE_TYPE),
    timestamp: instant.meta({ description: 'When the merchant was as it is told' }),
    data: changeWith({
      organizationId: z.string(),
      epoch: epoch.meta({ description: 'Of `GET /v1/changes`: read all of it when it is another than before' }),
    }),
  })
  .meta({ id: 'UpdateMessage' });
