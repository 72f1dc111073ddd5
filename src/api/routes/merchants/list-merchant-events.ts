import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { listMerchantEvents as queryEvents } from '../../../merchants/read/history/merchant-events.js';
import { findMerchant } from '../../../merchants/read/merchant/find-merchant.js';
import { withTenant } from '../../../postgres/tenant.js';
import { presentEvent } from '../../present/present-merchant.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { pageFields } from '../../schemas/common.js';
import { MerchantParams } from '../../schemas/merchant.js';
import { merchantEventFields } from '../../schemas/merchant-filter.js';
import { MerchantEventList } from '../../schemas/merchant-records.js';
import { EventPosition } from '../../schemas/positions.js';

export const listMerchantEvents = route({
  method: 'get',
  path: '/v1/merchants/{key}/events',
  summary: 'The whole history of a merchant, newest first',
  roles: everyone,
  params: MerchantParams,
  query: z.strictObject({ ...pageFields, ...merchantEventFields }),
  responses: { 200: MerchantEventList },
  handle: async ({ params, query, caller }, { sql, cursors }) => {
    const { type, month, appId: appNumber } = query;
    const filter = { type, month, appNumber };
    const page = readPagination(cursors, [caller.organizationId, 'events', params.key, filter], query, EventPosition);
    const { items, next } = await withTenant(sql, caller.organizationId, async (tenant) => {
      const merchant = await findMerchant(tenant, params.key);
      if (merchant === null) throw new Refusal('not_found');
      return queryEvents(tenant, merchant.shopNumber, { limit: page.limit, after: page.after ?? undefined }, filter);
    });
    return answer(200, { items: items.map(presentEvent), nextCursor: page.cursorOf(next) });
  },
});
