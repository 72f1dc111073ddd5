import { Refusal } from '../../../connections/commands/refusal.js';
import { findMerchant } from '../../../merchants/read/merchant/find-merchant.js';
import { inSnapshot } from '../../../postgres/tenant.js';
import { readRevenueScope } from '../../../revenue/store/revenue-scope.js';
import { readShopStanding } from '../../../revenue/store/shop-standings.js';
import { plusDays, startOf } from '../../../values/day.js';
import { instantFromMs } from '../../../values/instant.js';
import { presentMerchantDefinitions, presentRules } from '../../present/present-mrr-definitions.js';
import { pastDay } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { MerchantParams } from '../../schemas/merchant.js';
import { MerchantMrrDefinitions, MerchantMrrDefinitionsQuery } from '../../schemas/mrr-definitions.js';

export const getMerchantMrrDefinitions = route({
  method: 'get',
  path: '/v1/merchants/{key}/mrr-definitions',
  summary: 'A merchant’s MRR as Mantle, ChartMogul and ProfitWell define it, and what makes the difference',
  roles: everyone,
  params: MerchantParams,
  query: MerchantMrrDefinitionsQuery,
  responses: { 200: MerchantMrrDefinitions },
  handle: async ({ params, query, caller }, { sql }) => {
    const day = query.asOf === undefined ? null : pastDay('asOf', query.asOf);
    const at = day === null ? instantFromMs(Date.now()) : startOf(plusDays(day, 1));
    const currencies = await inSnapshot(sql, caller.organizationId, async (tenant) => {
      const merchant = await findMerchant(tenant, params.key);
      if (merchant === null) throw new Refusal('not_found');
      const scope = await readRevenueScope(tenant);
      const standing = await readShopStanding(tenant, scope, at, merchant.shopNumber);
      return standing === null ? [] : presentMerchantDefinitions(standing, scope.names);
    });
    return answer(200, { asOf: day, currencies, definitions: presentRules() });
  },
});
