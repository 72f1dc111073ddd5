import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { listMerchants as queryMerchants } from '../../../merchants/read/list/list-merchants.js';
import { leastSure } from '../../../merchants/rules/words/least-sure.js';
import { findSegment } from '../../../merchants/segments/segment-rows.js';
import { inSnapshot } from '../../../postgres/tenant.js';
import { readPagination } from '../../request/pagination.js';
import { listMerchants } from '../../routes/merchants/list-merchants.js';
import { uuid } from '../../schemas/common.js';
import { MerchantListPosition } from '../../schemas/positions.js';
import { confidenceOf, MerchantInShort } from '../answers/merchant.js';
import { merchantsInShort } from '../answers/merchants-in-short.js';
import { readReliability, reliabilityWords } from '../answers/reliability.js';
import { membershipConfidence, Segment, segmentOf, segmentWords } from '../answers/segment.js';
import { cursor, limit } from '../inputs.js';
import { tool } from '../tool.js';

export const merchantsOfSegment = tool({
  name: 'merchants_of_segment',
  title: 'List the merchants of a segment',
  description:
    'The merchants that are in one segment, in short, those with the highest MRR first: plan, status, MRR and risk of ' +
    'each. Where `isWhole` of the segment is false, merchants are still being looked at: more may enter or leave.',
  roles: listMerchants.roles,
  input: z.strictObject({
    segmentId: uuid.meta({ description: 'As `list_segments` tells it' }),
    limit: limit(20, 10),
    cursor,
  }),
  inputForOneShop: null,
  output: { segment: Segment, items: z.array(MerchantInShort), nextCursor: z.string().nullable() },
  handle: async ({ segmentId, ...asked }, caller, { sql, policy, cursors }) => {
    const { organizationId } = caller;
    const scope = [organizationId, 'mcp merchants of segment', segmentId];
    const page = readPagination(cursors, scope, asked, MerchantListPosition);
    const { segment, views, next, reliability } = await inSnapshot(sql, organizationId, async (tenant) => {
      const stored = await findSegment(tenant, segmentId);
      if (stored === undefined) throw new Refusal('segment_not_found');
      const order = { sort: 'mrr', order: 'desc' } as const;
      const found = await queryMerchants(tenant, {
        ...{ segmentId, ...order, limit: page.limit },
        after: page.after ?? undefined,
      });
      const confidences = found.items.flatMap((view) => confidenceOf(view) ?? []);
      return {
        ...{ segment: segmentOf(stored), views: found.items, next: found.next },
        reliability: await readReliability(tenant, policy, caller, {
          confidence: leastSure([...confidences, membershipConfidence(stored)]),
          // Who is not in it is told as well.
          of: 'all connections',
        }),
      };
    });
    const items = await merchantsInShort({ sql, policy }, organizationId, views);
    const more = next === null ? '' : ', and more';
    return {
      answer: { segment, items, nextCursor: page.cursorOf(next), ...reliability },
      sentence: `Segment ${segmentWords(segment)}: shops ${items.map((one) => `${one.shopNumber} (${one.status})`).join(', ') || 'none'}${more}. ${reliabilityWords(reliability)}.`,
    };
  },
});
