import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { listHistoryLines, listLifecycle } from '../../../merchants/read/history/merchant-history.js';
import { findMerchant } from '../../../merchants/read/merchant/find-merchant.js';
import { withTenant } from '../../../postgres/tenant.js';
import { presentHistoryLine } from '../../present/present-merchant.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { pageFields } from '../../schemas/common.js';
import { MerchantParams } from '../../schemas/merchant.js';
import { MerchantHistory } from '../../schemas/merchant-records.js';
import { EventPosition } from '../../schemas/positions.js';

const only = z.literal('lifecycle').optional().meta({
  description: 'How the merchant came, changed and left: without what only moves money or is counted already',
});

export const listMerchantHistory = route({
  method: 'get',
  path: '/v1/merchants/{key}/history',
  summary: 'The history of a merchant as people read it, newest first: usage is one line a month',
  roles: everyone,
  params: MerchantParams,
  query: z.strictObject({ ...pageFields, only }),
  responses: { 200: MerchantHistory },
  handle: async ({ params, query, caller }, { sql, cursors }) => {
    const scope = [caller.organizationId, 'history', params.key, { only: query.only }];
    const page = readPagination(cursors, scope, query, EventPosition);
    const { items, next } = await withTenant(sql, caller.organizationId, async (tenant) => {
      const merchant = await findMerchant(tenant, params.key);
      if (merchant === null) throw new Refusal('not_found');
      const list = query.only === 'lifecycle' ? listLifecycle : listHistoryLines;
      return list(tenant, merchant.shopNumber, { limit: page.limit, after: page.after ?? undefined });
    });
    return answer(200, { items: items.map(presentHistoryLine), nextCursor: page.cursorOf(next) });
  },
});
