import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { ApiProblem } from '../../../contract/problems.js';
import { findShopNumber } from '../../../merchants/read/merchant/find-merchant.js';
import { readMerchantInFull } from '../../../merchants/read/merchant/merchant-in-full.js';
import { readMerchantThen } from '../../../merchants/read/merchant/merchant-of-day.js';
import type { MerchantInFull as MerchantInFullView } from '../../../merchants/read/merchant-views.js';
import { requestRefresh } from '../../../merchants/refresh/request-refresh.js';
import { isShopRefreshing } from '../../../merchants/refresh/under-way.js';
import type { Sql } from '../../../postgres/sql.js';
import { inSnapshot, withTenant } from '../../../postgres/tenant.js';
import { plusDays, startOf } from '../../../values/day.js';
import { shopDomain } from '../../../values/shop-domain.js';
import { presentMerchantInFull } from '../../present/present-merchant.js';
import { pastDay } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { fresh, MerchantInFull, MerchantParams } from '../../schemas/merchant.js';
import { asOf } from '../../schemas/revenue-query.js';

export const getMerchant = route({
  method: 'get',
  path: '/v1/merchants/{key}',
  summary: 'Read one merchant: plan, status and MRR by app, and since when it is a customer',
  roles: everyone,
  params: MerchantParams,
  query: z.strictObject({ asOf, fresh }),
  responses: { 200: MerchantInFull },
  handle: async ({ params: { key }, query, caller: { organizationId } }, deps) => {
    const { sql } = deps;
    if (query.asOf !== undefined) {
      if (query.fresh) throw new ApiProblem('invalid_query', { errors: [{ parameter: 'fresh', code: 'of_the_past' }] });
      return found(await readThen(sql, organizationId, key, query.asOf));
    }
    if (query.fresh) await requestRefresh(deps, organizationId, key);
    const merchant = await readMerchantInFull(sql, organizationId, key);
    if (merchant !== null) return found(merchant);
    const refreshing = await withTenant(sql, organizationId, (tenant) => isShopRefreshing(tenant, shopDomain(key)));
    throw new Refusal('not_found', refreshing ? { refreshing } : {});
  },
});

function found(merchant: MerchantInFullView | null) {
  if (merchant === null) throw new Refusal('not_found');
  return answer(200, presentMerchantInFull(merchant));
}

function readThen(sql: Sql, organizationId: string, key: string, asked: string) {
  const midnight = startOf(plusDays(pastDay('asOf', asked), 1));
  return inSnapshot(sql, organizationId, async (tenant) => {
    const shopNumber = await findShopNumber(tenant, key);
    return shopNumber === null ? null : readMerchantThen(tenant, shopNumber, midnight);
  });
}
