import { z } from 'zod';
import { listConnectionSummaries } from '../../../connections/store/connection-summaries.js';
import { connectionView } from '../../../connections/view/connection-view.js';
import { withTenant } from '../../../postgres/tenant.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { PageQuery } from '../../schemas/common.js';
import { ConnectionList } from '../../schemas/connection.js';

const Position = z.strictObject({ partnerOrganizationId: z.string() });

export const listConnections = route({
  method: 'get',
  path: '/v1/connections',
  summary: 'List the connections',
  roles: everyone,
  query: PageQuery,
  responses: { 200: ConnectionList },
  handle: async ({ query, caller }, { sql, policy, cursors }) => {
    const page = readPagination(cursors, [caller.organizationId, 'connections'], query, Position);
    const rows = await withTenant(sql, caller.organizationId, (tenant) =>
      listConnectionSummaries(tenant, page.limit + 1, page.after),
    );
    const { items, nextCursor } = page.cut(rows, ({ partnerOrganizationId }) => ({ partnerOrganizationId }));
    return answer(200, { items: items.map((row) => connectionView(row, policy)), nextCursor });
  },
});
