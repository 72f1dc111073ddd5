import { z } from 'zod';
import { deleteSegment as commandDelete } from '../../../merchants/segments/save-segment.js';
import { answer, ownerAndAdmin, route } from '../../request/route.js';
import { SegmentParams } from '../../schemas/segments.js';

export const deleteSegment = route({
  method: 'delete',
  path: '/v1/segments/{segmentId}',
  summary: 'Delete a segment; its merchants leave it',
  roles: ownerAndAdmin,
  params: SegmentParams,
  responses: { 204: z.null() },
  handle: async ({ params: { segmentId }, caller }, deps) => {
    await commandDelete(deps, caller, segmentId);
    return answer(204, null);
  },
});
