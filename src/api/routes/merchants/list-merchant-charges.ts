import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { ApiProblem } from '../../../contract/problems.js';
import { findMerchant } from '../../../merchants/read/merchant/find-merchant.js';
import { listMerchantCharges as queryCharges } from '../../../merchants/read/merchant/merchant-charges.js';
import { withTenant } from '../../../postgres/tenant.js';
import { presentCharge } from '../../present/present-merchant.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { PageQuery } from '../../schemas/common.js';
import { MerchantParams } from '../../schemas/merchant.js';
import { MerchantChargeList } from '../../schemas/merchant-records.js';

const Position = z.strictObject({ appId: z.string(), chargeNumber: z.string() });

export const listMerchantCharges = route({
  method: 'get',
  path: '/v1/merchants/{key}/charges',
  summary: 'The subscription charges of a merchant, newest first',
  roles: everyone,
  params: MerchantParams,
  query: PageQuery,
  responses: { 200: MerchantChargeList },
  handle: async ({ params, query, caller }, { sql, cursors }) => {
    const page = readPagination(cursors, [caller.organizationId, 'charges', params.key], query, Position);
    const charges = await withTenant(sql, caller.organizationId, async (tenant) => {
      const merchant = await findMerchant(tenant, params.key);
      if (merchant === null) throw new Refusal('not_found');
      return queryCharges(tenant, merchant.shopNumber);
    });
    // A shop has a few dozen at most, so they are read whole and the page is cut here.
    const { after } = page;
    const last = charges.findIndex(
      (charge) => charge.appId === after?.appId && charge.chargeNumber === after.chargeNumber,
    );
    // The charge of the cursor was derived away or hidden meanwhile: better no answer than the first page again.
    if (after !== null && last === -1) throw new ApiProblem('invalid_cursor');
    const { items, nextCursor } = page.cut(charges.slice(last + 1), ({ appId, chargeNumber }) => ({
      appId,
      chargeNumber,
    }));
    return answer(200, { items: items.map(presentCharge), nextCursor });
  },
});
