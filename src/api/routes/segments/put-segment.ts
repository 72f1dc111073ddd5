import { changeSegment } from '../../../merchants/segments/save-segment.js';
import { draftOf, presentSegment } from '../../present/present-segment.js';
import { answer, ownerAndAdmin, route } from '../../request/route.js';
import { Segment, SegmentDraft, SegmentParams } from '../../schemas/segments.js';

export const putSegment = route({
  method: 'put',
  path: '/v1/segments/{segmentId}',
  summary: 'Replace name and criteria of a segment',
  roles: ownerAndAdmin,
  params: SegmentParams,
  body: SegmentDraft,
  responses: { 200: Segment },
  problems: ['segment_name_taken', 'invalid_field', 'invalid_criteria', 'invalid_app_id'],
  handle: async ({ params: { segmentId }, body, caller }, deps) =>
    answer(200, presentSegment(await changeSegment(deps, caller, segmentId, draftOf(body)))),
});
