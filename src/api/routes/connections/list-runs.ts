import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { findConnection } from '../../../connections/store/connections.js';
import { withTenant } from '../../../postgres/tenant.js';
import { listRuns as queryRuns } from '../../../sync/store/sync-runs.js';
import { showInstant } from '../../../values/instant.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { ConnectionParams, PageQuery } from '../../schemas/common.js';
import { RunList } from '../../schemas/connection.js';

const Position = z.strictObject({ startedAt: z.string(), id: z.string() });

export const listRuns = route({
  method: 'get',
  path: '/v1/connections/{connectionId}/runs',
  summary: 'List the recent syncs of a connection, newest first; of those that found nothing to store only the latest',
  roles: everyone,
  params: ConnectionParams,
  query: PageQuery,
  responses: { 200: RunList },
  handle: async ({ params, query, caller }, { sql, cursors }) => {
    const { connectionId } = params;
    const page = readPagination(cursors, [caller.organizationId, 'runs', connectionId], query, Position);
    const rows = await withTenant(sql, caller.organizationId, async (tenant) => {
      if ((await findConnection(tenant, connectionId)) === undefined) throw new Refusal('not_found');
      return queryRuns(tenant, connectionId, page.limit + 1, page.after);
    });
    const { items, nextCursor } = page.cut(rows, ({ startedAt, id }) => ({ startedAt, id }));
    return answer(200, {
      items: items.map(({ errorCode, startedAt, endedAt, ...run }) => ({
        ...run,
        startedAt: showInstant(startedAt),
        endedAt: endedAt === null ? null : showInstant(endedAt),
        error: errorCode,
      })),
      nextCursor,
    });
  },
});
