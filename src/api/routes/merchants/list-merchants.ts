import { z } from 'zod';
import { listMerchants as queryMerchants } from '../../../merchants/read/list/list-merchants.js';
import { presentMerchant } from '../../../merchants/read/present-merchant.js';
import { withTenant } from '../../../postgres/tenant.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { pageFields } from '../../schemas/common.js';
import { MerchantList } from '../../schemas/merchant.js';
import { isOneFilter, merchantFilterFields } from '../../schemas/merchant-filter.js';
import { MerchantListPosition } from '../../schemas/positions.js';

export const listMerchants = route({
  method: 'get',
  path: '/v1/merchants',
  summary: 'Search, filter and sort the merchants',
  roles: everyone,
  query: z.strictObject({ ...pageFields, ...merchantFilterFields }).refine(isOneFilter, { path: ['segment'] }),
  problems: ['segment_not_found'],
  responses: { 200: MerchantList },
  handle: async ({ query, caller }, { sql, cursors }) => {
    const { search, status, plan, appId: appNumber, segment: segmentId, sort, order, currency } = query;
    const filter = { search, status, plan, appNumber, segmentId, sort, order, currency };
    const page = readPagination(cursors, [caller.organizationId, 'merchants', filter], query, MerchantListPosition);
    const { items, next } = await withTenant(sql, caller.organizationId, (tenant) =>
      queryMerchants(tenant, { ...filter, limit: page.limit, after: page.after ?? undefined }),
    );
    return answer(200, { items: items.map(presentMerchant), nextCursor: page.cursorOf(next) });
  },
});
