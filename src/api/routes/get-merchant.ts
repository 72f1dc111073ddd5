import { Refusal } from '../../connections/refusal.js';
import { readMerchantInFull } from '../../store/merchant-in-full.js';
import { presentMerchantInFull } from '../present-merchant.js';
import { answer, everyone, route } from '../route.js';
import { MerchantInFull, MerchantParams } from '../schemas/merchant.js';

export const getMerchant = route({
  method: 'get',
  path: '/v1/merchants/{key}',
  summary: 'Read one merchant: plan, status and MRR by app, and since when it is a customer',
  roles: everyone,
  params: MerchantParams,
  responses: { 200: MerchantInFull },
  handle: async ({ params, caller }, { sql }) => {
    const merchant = await readMerchantInFull(sql, caller.organizationId, params.key);
    if (merchant === null) throw new Refusal('not_found');
    return answer(200, presentMerchantInFull(merchant));
  },
});
