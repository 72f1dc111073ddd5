import { presentRevenue } from '../present-revenue.js';
import { revenueToday } from '../revenue-today.js';
import { answer, everyone, route } from '../route.js';
import { Revenue, RevenueQuery } from '../schemas/revenue.js';

export const getRevenue = route({
  method: 'get',
  path: '/v1/revenue',
  summary: 'Cards, daily series, movements, apps and plans of each currency',
  roles: everyone,
  query: RevenueQuery,
  responses: { 200: Revenue },
  handle: async ({ query: { range, appId: appNumber }, caller }, { sql }) =>
    answer(200, presentRevenue(await revenueToday(sql, caller.organizationId, { range, appNumber }))),
});
