import { z } from 'zod';
import { Csv } from '../../present/csv.js';
import { merchantLines } from '../../present/merchants-csv.js';
import { answer, everyone, route } from '../../request/route.js';
import { separator } from '../../schemas/common.js';
import { isOneFilter, merchantFilterFields } from '../../schemas/merchant-filter.js';

export const getMerchantsCsv = route({
  method: 'get',
  path: '/v1/merchants.csv',
  summary: 'Download the merchants for a spreadsheet: a line for each app and currency',
  roles: everyone,
  query: z.strictObject({ ...merchantFilterFields, separator }).refine(isOneFilter, { path: ['segment'] }),
  problems: ['segment_not_found'],
  responses: { 200: Csv },
  handle: ({ query: { appId, segment, separator: between, ...filter }, caller }, { sql }) => {
    const filename = `merchants-${new Date().toISOString().slice(0, 10)}.csv`;
    const rows = merchantLines(
      sql,
      caller.organizationId,
      { ...filter, appNumber: appId, segmentId: segment },
      between,
    );
    return Promise.resolve(answer(200, { filename, rows }));
  },
});
