import { presentRevenue } from '../../present/present-revenue.js';
import { askedRevenue } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { Revenue } from '../../schemas/revenue.js';
import { RevenueQuery } from '../../schemas/revenue-query.js';

export const getRevenue = route({
  method: 'get',
  path: '/v1/revenue',
  summary: 'Cards, series, movements, churn, apps and plans of each currency',
  roles: everyone,
  query: RevenueQuery,
  responses: { 200: Revenue },
  handle: async ({ query, caller }, { sql }) =>
    answer(200, presentRevenue(await askedRevenue(sql, caller.organizationId, query))),
});
