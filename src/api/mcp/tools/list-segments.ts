import { z } from 'zod';
import { leastSure } from '../../../merchants/rules/words/least-sure.js';
import { inSnapshot } from '../../../postgres/tenant.js';
import { readPagination } from '../../request/pagination.js';
import { readSegmentPage } from '../../request/segment-page.js';
import { listSegments as listSegmentsRoute } from '../../routes/segments/list-segments.js';
import { SegmentPosition } from '../../schemas/positions.js';
import { readReliability, reliabilityWords } from '../answers/reliability.js';
import { membershipConfidence, Segment, segmentOf, segmentWords } from '../answers/segment.js';
import { cursor, limit } from '../inputs.js';
import { tool } from '../tool.js';

export const listSegments = tool({
  name: 'list_segments',
  title: 'List the segments',
  description:
    'The named filters of merchants that owners and admins saved, by name: what each asks, and how many merchants are ' +
    'in it. Where `isWhole` is false, merchants are still being looked at: more may enter or leave.',
  roles: listSegmentsRoute.roles,
  input: z.strictObject({ limit: limit(20, 10), cursor }),
  inputForOneShop: null,
  output: { items: z.array(Segment), nextCursor: z.string().nullable() },
  handle: async (asked, caller, { sql, policy, cursors }) => {
    const page = readPagination(cursors, [caller.organizationId, 'mcp segments'], asked, SegmentPosition);
    return inSnapshot(sql, caller.organizationId, async (tenant) => {
      const { items: stored, nextCursor } = await readSegmentPage(tenant, page);
      const items = stored.map(segmentOf);
      const reliability = await readReliability(tenant, policy, caller, {
        confidence: leastSure(items.map(membershipConfidence)),
        of: 'all connections',
      });
      const more = nextCursor === null ? '' : ', and more';
      return {
        answer: { items, nextCursor, ...reliability },
        sentence: `${items.length} segments${more}: ${items.map(segmentWords).join(', ') || 'none'}. ${reliabilityWords(reliability)}.`,
      };
    });
  },
});
