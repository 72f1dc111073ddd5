import type { z } from 'zod';
import { ApiProblem } from '../../contract/problems.js';
import { listSegments, type Segment } from '../../merchants/segments/segment-rows.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { SegmentPosition } from '../schemas/positions.js';
import type { Pagination } from './pagination.js';

/**
 * One page of the organization's segments, by name. There are a few dozen at most, so they are read whole and cut here.
 * @throws ApiProblem `invalid_cursor` where the segment of the cursor was deleted meanwhile: better no answer than the
 * first page again
 */
export async function readSegmentPage(
  tenant: Tenant,
  page: Pagination<z.output<typeof SegmentPosition>>,
): Promise<{ items: Segment[]; nextCursor: string | null }> {
  const segments = await listSegments(tenant);
  const { after } = page;
  const last = segments.findIndex(({ id }) => id === after?.id);
  if (after !== null && last === -1) throw new ApiProblem('invalid_cursor');
  return page.cut(segments.slice(last + 1), ({ id }) => ({ id }));
}
