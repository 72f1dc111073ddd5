import { z } from 'zod';
import type { Confidence } from '../../../contract/merchant-words.js';
import { presentSegment } from '../../present/present-segment.js';
import { instant, shown } from '../../schemas/common.js';
import { Segment as SegmentOfRoutes } from '../../schemas/segments.js';
import { WrittenByColleague, writtenByColleague } from './outside-text.js';

const { criteria, members, isWhole } = SegmentOfRoutes.shape;

/** A named filter of merchants. Names of plans within it are a colleague's words, too. */
export const Segment = z.strictObject({
  segmentId: z.string().meta(shown.uuid),
  name: WrittenByColleague,
  criteria: criteria
    .extend({ plans: z.array(WrittenByColleague).optional() })
    .meta({ description: criteria.description }),
  members,
  isWhole,
  updatedAt: instant,
});

export function segmentOf(stored: Parameters<typeof presentSegment>[0]): z.input<typeof Segment> {
  const { id, name, criteria: asked, members: count, isWhole: whole, updatedAt } = presentSegment(stored);
  const { plans, ...others } = asked;
  return {
    ...{ segmentId: id, name: writtenByColleague(name), members: count, isWhole: whole, updatedAt },
    criteria: { ...others, ...(plans === undefined ? {} : { plans: plans.map(writtenByColleague) }) },
  };
}

/** How sure it is who is in it: that follows from plans, statuses and MRR, so it is a rule's work. */
export function membershipConfidence({ isWhole: whole }: { readonly isWhole: boolean }): Confidence {
  return whole ? 'inferred' : 'assumed';
}

/** The segment in words of ours. */
export function segmentWords({ segmentId, members: count, isWhole: whole }: z.input<typeof Segment>): string {
  return `${segmentId} (${count} merchants${whole ? '' : ', STILL BEING LOOKED AT'})`;
}
