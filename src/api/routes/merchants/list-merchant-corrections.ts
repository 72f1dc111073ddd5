import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { listMerchantCorrections as queryCorrections } from '../../../merchants/corrections/list-corrections.js';
import { findMerchant } from '../../../merchants/read/merchant/find-merchant.js';
import { withTenant } from '../../../postgres/tenant.js';
import { presentCorrection } from '../../present/present-merchant.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { PageQuery } from '../../schemas/common.js';
import { MerchantParams } from '../../schemas/merchant.js';
import { MerchantCorrectionList } from '../../schemas/merchant-records.js';

const Position = z.strictObject({ id: z.string() });

export const listMerchantCorrections = route({
  method: 'get',
  path: '/v1/merchants/{key}/corrections',
  summary: 'Figures of the past that were shown otherwise before, learned last first',
  roles: everyone,
  params: MerchantParams,
  query: PageQuery,
  responses: { 200: MerchantCorrectionList },
  handle: async ({ params, query, caller }, { sql, cursors }) => {
    const page = readPagination(cursors, [caller.organizationId, 'corrections', params.key], query, Position);
    const { items, next } = await withTenant(sql, caller.organizationId, async (tenant) => {
      const merchant = await findMerchant(tenant, params.key);
      if (merchant === null) throw new Refusal('not_found');
      return queryCorrections(tenant, merchant.shopNumber, { limit: page.limit, after: page.after ?? undefined });
    });
    return answer(200, { items: items.map(presentCorrection), nextCursor: page.cursorOf(next) });
  },
});
