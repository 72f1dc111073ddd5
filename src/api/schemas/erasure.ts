import { z } from 'zod';
import { instant, shown } from './common.js';

export const ErasureReceipt = z
  .strictObject({
    id: z
      .string()
      .meta({ ...shown.uuid, description: 'To be named when somebody asks: it stays, and the merchant does not' }),
    at: instant,
    erasedBy: z.string().meta({ description: '`sub` of the access token' }),
    kind: z.enum(['merchant', 'organization']),
    removedRows: z.record(z.string(), z.int()).meta({ description: 'How many rows went, by table' }),
  })
  .meta({ id: 'ErasureReceipt' });
