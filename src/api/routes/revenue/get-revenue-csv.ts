import { Readable } from 'node:stream';
import { Csv } from '../../present/csv.js';
import { revenueCsv } from '../../present/revenue-csv.js';
import { askedRevenue } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { separator } from '../../schemas/common.js';
import { RevenueQuery } from '../../schemas/revenue-query.js';

export const getRevenueCsv = route({
  method: 'get',
  path: '/v1/revenue.csv',
  summary: 'The series as a file, one row a currency and day or month',
  roles: everyone,
  query: RevenueQuery.extend({ separator }),
  responses: { 200: Csv },
  handle: async ({ query: { separator: between, ...query }, caller }, { sql }) => {
    const revenue = await askedRevenue(sql, caller.organizationId, query);
    const { from, to } = revenue.range;
    return answer(200, { filename: `revenue-${from}-${to}.csv`, rows: Readable.from(revenueCsv(revenue, between)) });
  },
});
