import { withTenant } from '../../../postgres/tenant.js';
import { presentSegment } from '../../present/present-segment.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { readSegmentPage } from '../../request/segment-page.js';
import { PageQuery } from '../../schemas/common.js';
import { SegmentPosition } from '../../schemas/positions.js';
import { SegmentList } from '../../schemas/segments.js';

export const listSegments = route({
  method: 'get',
  path: '/v1/segments',
  summary: 'The segments of the organization, by name, with how many merchants are in each',
  roles: everyone,
  query: PageQuery,
  responses: { 200: SegmentList },
  handle: async ({ query, caller: { organizationId } }, { sql, cursors }) => {
    const page = readPagination(cursors, [organizationId, 'segments'], query, SegmentPosition);
    const { items, nextCursor } = await withTenant(sql, organizationId, (tenant) => readSegmentPage(tenant, page));
    return answer(200, { items: items.map(presentSegment), nextCursor });
  },
});
