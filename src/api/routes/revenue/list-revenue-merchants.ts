import { z } from 'zod';
import { inSnapshot } from '../../../postgres/tenant.js';
import { listStandingMerchants } from '../../../revenue/store/list-standing-merchants.js';
import { readRevenueScope } from '../../../revenue/store/revenue-scope.js';
import { plusDays } from '../../../values/day.js';
import { money } from '../../../values/money.js';
import { presentStanding } from '../../present/present-revenue-lists.js';
import { pastDay } from '../../request/asked-revenue.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { RevenueMerchantList, RevenueMerchantsQuery } from '../../schemas/revenue-merchants.js';

const Position = z.strictObject({ mrr: z.string(), shopNumber: z.string() });

export const listRevenueMerchants = route({
  method: 'get',
  path: '/v1/revenue/merchants',
  summary: 'The merchants behind a card, an app or a plan at the end of a day, most MRR first',
  roles: everyone,
  query: RevenueMerchantsQuery,
  responses: { 200: RevenueMerchantList },
  handle: async ({ query, caller }, { sql, cursors }) => {
    const day = pastDay('asOf', query.asOf);
    const { currency, standing, plan, appId: appNumber } = query;
    const filter = { currency, standing, plan };
    const scope = [caller.organizationId, 'revenue-merchants', { day, appNumber, ...filter }];
    const page = readPagination(cursors, scope, query, Position);
    const { merchants, mrr, items, next, names } = await inSnapshot(sql, caller.organizationId, async (tenant) => {
      const apps = await readRevenueScope(tenant, appNumber);
      return { ...(await listStandingMerchants(tenant, apps, plusDays(day, 1), filter, page)), names: apps.names };
    });
    return answer(200, {
      asOf: day,
      merchants,
      mrr: money(mrr, currency),
      items: items.map((merchant) => presentStanding(merchant, currency, names)),
      nextCursor: page.cursorOf(next),
    });
  },
});
