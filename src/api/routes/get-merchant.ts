import { Refusal } from '../../connections/refusal.js';
import { readMerchant } from '../../store/merchants.js';
import { presentMerchant } from '../present-merchant.js';
import { answer, everyone, route } from '../route.js';
import { Merchant, MerchantParams } from '../schemas/merchant.js';

export const getMerchant = route({
  method: 'get',
  path: '/v1/merchants/{key}',
  summary: 'Read one merchant: plan, status and MRR by app',
  roles: everyone,
  params: MerchantParams,
  responses: { 200: Merchant },
  handle: async ({ params, caller }, { sql }) => {
    const merchant = await readMerchant(sql, caller.organizationId, params.key);
    if (merchant === null) throw new Refusal('not_found');
    return answer(200, presentMerchant(merchant));
  },
});
