import { eraseMerchant } from '../../../merchants/erase/erase-merchant.js';
import { answer, ownerOnly, route } from '../../request/route.js';
import { ErasureReceipt } from '../../schemas/erasure.js';
import { MerchantParams } from '../../schemas/merchant.js';

export const deleteMerchant = route({
  method: 'delete',
  path: '/v1/merchants/{key}',
  summary: 'Erase a merchant for good: all rows, all that is derived of them, and its part of every figure',
  roles: ownerOnly,
  params: MerchantParams,
  responses: { 202: ErasureReceipt },
  handle: async ({ params, caller }, deps) => {
    const { id, at, actor, kind, counts } = await eraseMerchant(deps, caller, params.key);
    return answer(202, { id, at, erasedBy: actor, kind, removedRows: counts });
  },
});
