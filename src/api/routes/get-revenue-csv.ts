import { Readable } from 'node:stream';
import { Csv } from '../csv.js';
import { revenueCsv } from '../revenue-csv.js';
import { revenueToday } from '../revenue-today.js';
import { answer, everyone, route } from '../route.js';
import { RevenueQuery } from '../schemas/revenue.js';

export const getRevenueCsv = route({
  method: 'get',
  path: '/v1/revenue.csv',
  summary: 'The daily series as a file, one row a currency and day',
  roles: everyone,
  query: RevenueQuery,
  responses: { 200: Csv },
  handle: async ({ query: { range, appId: appNumber }, caller }, { sql }) => {
    const revenue = await revenueToday(sql, caller.organizationId, { range, appNumber });
    const { from, to } = revenue.range;
    return answer(200, { filename: `revenue-${from}-${to}.csv`, rows: Readable.from(revenueCsv(revenue)) });
  },
});
