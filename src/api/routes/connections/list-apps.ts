import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { listAppSummaries } from '../../../connections/store/app-list.js';
import { findConnection } from '../../../connections/store/connections.js';
import { withTenant } from '../../../postgres/tenant.js';
import { presentApp } from '../../present/present-app.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { ConnectionParams, PageQuery } from '../../schemas/common.js';
import { AppList } from '../../schemas/connection.js';

const Position = z.strictObject({ appNumber: z.string() });

export const listApps = route({
  method: 'get',
  path: '/v1/connections/{connectionId}/apps',
  summary: 'List the apps of a connection, discovered and added by hand',
  roles: everyone,
  params: ConnectionParams,
  query: PageQuery,
  responses: { 200: AppList },
  handle: async ({ params, query, caller }, { sql, cursors }) => {
    const { connectionId } = params;
    const page = readPagination(cursors, [caller.organizationId, 'apps', connectionId], query, Position);
    const rows = await withTenant(sql, caller.organizationId, async (tenant) => {
      if ((await findConnection(tenant, connectionId)) === undefined) throw new Refusal('not_found');
      return listAppSummaries(tenant, connectionId, page.limit + 1, page.after);
    });
    const { items, nextCursor } = page.cut(rows, ({ appNumber }) => ({ appNumber }));
    return answer(200, { items: items.map(presentApp), nextCursor });
  },
});
