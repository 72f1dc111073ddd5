import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { findShopNumber } from '../../../merchants/read/merchant/find-merchant.js';
import { readMerchantInFull } from '../../../merchants/read/merchant/merchant-in-full.js';
import { readMerchantThen } from '../../../merchants/read/merchant/merchant-of-day.js';
import type { Sql } from '../../../postgres/sql.js';
import { inSnapshot } from '../../../postgres/tenant.js';
import { plusDays, startOf } from '../../../values/day.js';
import { presentMerchantInFull } from '../../present/present-merchant.js';
import { pastDay } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { MerchantInFull, MerchantParams } from '../../schemas/merchant.js';
import { asOf } from '../../schemas/revenue-query.js';

export const getMerchant = route({
  method: 'get',
  path: '/v1/merchants/{key}',
  summary: 'Read one merchant: plan, status and MRR by app, and since when it is a customer',
  roles: everyone,
  params: MerchantParams,
  query: z.strictObject({ asOf }),
  responses: { 200: MerchantInFull },
  handle: async ({ params, query, caller }, { sql }) => {
    const merchant = await (query.asOf === undefined
      ? readMerchantInFull(sql, caller.organizationId, params.key)
      : readThen(sql, caller.organizationId, params.key, query.asOf));
    if (merchant === null) throw new Refusal('not_found');
    return answer(200, presentMerchantInFull(merchant));
  },
});

function readThen(sql: Sql, organizationId: string, key: string, asked: string) {
  const midnight = startOf(plusDays(pastDay('asOf', asked), 1));
  return inSnapshot(sql, organizationId, async (tenant) => {
    const shopNumber = await findShopNumber(tenant, key);
    return shopNumber === null ? null : readMerchantThen(tenant, shopNumber, midnight);
  });
}
