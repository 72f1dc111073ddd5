import { z } from 'zod';
import { ApiProblem } from '../../../contract/problems.js';
import { listSegments as querySegments } from '../../../merchants/segments/segment-rows.js';
import { withTenant } from '../../../postgres/tenant.js';
import { presentSegment } from '../../present/present-segment.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { PageQuery } from '../../schemas/common.js';
import { SegmentList } from '../../schemas/segments.js';

const Position = z.strictObject({ id: z.string() });

export const listSegments = route({
  method: 'get',
  path: '/v1/segments',
  summary: 'The segments of the organization, by name, with how many merchants are in each',
  roles: everyone,
  query: PageQuery,
  responses: { 200: SegmentList },
  handle: async ({ query, caller: { organizationId } }, { sql, cursors }) => {
    const page = readPagination(cursors, [organizationId, 'segments'], query, Position);
    const segments = await withTenant(sql, organizationId, querySegments);
    // There are a few dozen at most, so they are read whole and the page is cut here.
    const { after } = page;
    const last = segments.findIndex(({ id }) => id === after?.id);
    // The segment of the cursor was deleted meanwhile: better no answer than the first page again.
    if (after !== null && last === -1) throw new ApiProblem('invalid_cursor');
    const { items, nextCursor } = page.cut(segments.slice(last + 1), ({ id }) => ({ id }));
    return answer(200, { items: items.map(presentSegment), nextCursor });
  },
});
