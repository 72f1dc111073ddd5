import type { z } from 'zod';
import type { Criteria } from '../../merchants/segments/criteria.js';
import type { Segment as StoredSegment, SegmentDraft as StoredDraft } from '../../merchants/segments/segment-rows.js';
import { partnerAppGid } from '../../values/gid.js';
import { showInstant } from '../../values/instant.js';
import type { Segment, SegmentDraft } from '../schemas/segments.js';

/** A segment as the contract shows it. */
export function presentSegment({ criteria, createdAt, updatedAt, ...segment }: StoredSegment): z.input<typeof Segment> {
  return {
    ...segment,
    criteria: presentCriteria(criteria),
    createdAt: showInstant(createdAt),
    updatedAt: showInstant(updatedAt),
  };
}

/** What is stored of what was sent. */
export function draftOf({ name, criteria: { appIds, ...criteria } }: z.output<typeof SegmentDraft>): StoredDraft {
  return { name, criteria: { ...criteria, appNumbers: appIds } };
}

function presentCriteria({
  statuses,
  plans,
  appNumbers,
  risks,
  ...criteria
}: Criteria): z.input<typeof Segment>['criteria'] {
  return {
    ...criteria,
    ...(statuses === undefined ? {} : { statuses: [...statuses] }),
    ...(plans === undefined ? {} : { plans: [...plans] }),
    ...(risks === undefined ? {} : { risks: [...risks] }),
    ...(appNumbers === undefined ? {} : { appIds: appNumbers.map(partnerAppGid) }),
  };
}
