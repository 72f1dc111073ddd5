import { createSegment } from '../../../merchants/segments/save-segment.js';
import { draftOf, presentSegment } from '../../present/present-segment.js';
import { answer, ownerAndAdmin, route } from '../../request/route.js';
import { Segment, SegmentDraft } from '../../schemas/segments.js';

export const postSegment = route({
  method: 'post',
  path: '/v1/segments',
  summary: 'Save a filter of merchants under a name',
  roles: ownerAndAdmin,
  body: SegmentDraft,
  responses: { 201: Segment },
  problems: ['segment_name_taken', 'segment_limit', 'invalid_field', 'invalid_criteria', 'invalid_app_id'],
  handle: async ({ body, caller }, deps) =>
    answer(201, presentSegment(await createSegment(deps, caller, draftOf(body)))),
});
