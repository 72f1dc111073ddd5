import { z } from 'zod';
import { listAuditLines } from '../../../postgres/audit-lines.js';
import { withTenant } from '../../../postgres/tenant.js';
import { partnerAppGid } from '../../../values/gid.js';
import { showInstant } from '../../../values/instant.js';
import { readPagination } from '../../request/pagination.js';
import { answer, ownerOnly, route } from '../../request/route.js';
import { AuditList, AuditQuery } from '../../schemas/audit.js';

const Position = z.strictObject({ at: z.string(), id: z.string() });

export const listAudit = route({
  method: 'get',
  path: '/v1/audit',
  summary: 'Who did what, newest first',
  roles: ownerOnly,
  query: AuditQuery,
  responses: { 200: AuditList },
  handle: async ({ query, caller }, { sql, cursors }) => {
    const { action: actions = null } = query;
    const page = readPagination(cursors, [caller.organizationId, 'audit', { actions }], query, Position);
    const rows = await withTenant(sql, caller.organizationId, (tenant) =>
      listAuditLines(tenant, { limit: page.limit + 1, after: page.after, actions }),
    );
    const { items, nextCursor } = page.cut(rows, ({ at, id }) => ({ at, id }));
    return answer(200, {
      items: items.map(({ at, lastAt, appNumber, ...line }) => ({
        ...line,
        at: showInstant(at),
        lastAt: showInstant(lastAt),
        appId: appNumber === null ? null : partnerAppGid(appNumber),
      })),
      nextCursor,
    });
  },
});
