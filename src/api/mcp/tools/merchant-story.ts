import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { CONFIDENCE_LEVELS } from '../../../contract/merchant-words.js';
import { listMerchantEvents as queryEvents } from '../../../merchants/read/history/merchant-events.js';
import { findMerchant } from '../../../merchants/read/merchant/find-merchant.js';
import { leastSure } from '../../../merchants/rules/words/least-sure.js';
import { inSnapshot } from '../../../postgres/tenant.js';
import { presentEvent } from '../../present/present-merchant.js';
import { readPagination } from '../../request/pagination.js';
import { listMerchantEvents } from '../../routes/merchants/list-merchant-events.js';
import { instant, Money, shown } from '../../schemas/common.js';
import { appId } from '../../schemas/connect-fields.js';
import { EventType } from '../../schemas/merchant-words.js';
import { EventPosition } from '../../schemas/positions.js';
import { partnersOf, Shop, shopOf } from '../answers/merchant.js';
import { WrittenByAppOwner, writtenByAppOwner, WrittenByMerchant, writtenByMerchant } from '../answers/outside-text.js';
import { readReliability, reliabilityWords } from '../answers/reliability.js';
import { askedShop } from '../asked-shop.js';
import { cursor, limit } from '../inputs.js';
import { aboutOneShop, tool } from '../tool.js';

const Event = z.strictObject({
  id: z.string(),
  type: EventType,
  occurredAt: instant,
  appId: z.string().meta(shown.appId),
  plan: WrittenByAppOwner.nullable().meta({ description: 'The plan or purchase' }),
  mrrChange: Money.nullable(),
  amount: Money.nullable(),
  reason: WrittenByMerchant.nullable().meta({ description: 'Why the merchant left' }),
  description: WrittenByMerchant.nullable(),
  test: z.boolean(),
  suppressed: z.boolean().meta({ description: 'Another row accounts for it already: it moves nothing' }),
  rule: z.string(),
  confidence: z.enum(CONFIDENCE_LEVELS),
  evidence: z.array(z.string()).meta({ description: 'Ids of the raw rows that it was read from' }),
});

export const merchantStory = tool({
  name: 'merchant_story',
  title: 'Tell the story of a merchant',
  description:
    'What happened to one merchant, newest first: installs, subscriptions, changes of plan, freezes, leaving and why, ' +
    'purchases. Each event says how sure it is.',
  roles: listMerchantEvents.roles,
  ...aboutOneShop({ appId: appId.optional(), type: EventType.optional(), limit: limit(50, 20), cursor }),
  output: { shop: Shop, events: z.array(Event), nextCursor: z.string().nullable() },
  handle: async ({ shop, appId: appNumber, type, ...asked }, caller, { sql, policy, cursors }) =>
    inSnapshot(sql, caller.organizationId, async (tenant) => {
      const shopNumber = await askedShop(tenant, caller, shop);
      const filter = { appNumber, type };
      const scope = [caller.organizationId, 'mcp story', shopNumber, filter];
      const page = readPagination(cursors, scope, asked, EventPosition);
      const merchant = await findMerchant(tenant, shopNumber);
      if (merchant === null) throw new Refusal('not_found');
      const { items, next } = await queryEvents(
        tenant,
        shopNumber,
        { limit: page.limit, after: page.after ?? undefined },
        filter,
      );
      const events = items.map(presentEvent).map(tell);
      const reliability = await readReliability(tenant, policy, caller, {
        confidence: leastSure(events.map(({ confidence }) => confidence)),
        of: partnersOf(merchant),
      });
      return {
        answer: { shop: shopOf(merchant), events, nextCursor: page.cursorOf(next), ...reliability },
        sentence: `Shop ${shopNumber}, ${events.length} events, newest first: ${events.map(({ type: what, occurredAt }) => `${what} ${occurredAt.slice(0, 10)}`).join(', ') || 'none'}. ${reliabilityWords(reliability)}.`,
      };
    }),
});

function tell(event: ReturnType<typeof presentEvent>): z.input<typeof Event> {
  const { id, type, occurredAt, appId: app, mrrChange, amount, test, suppressed, rule, confidence, evidence } = event;
  return {
    ...{ id, type, occurredAt, appId: app, mrrChange, amount, test, suppressed, rule, confidence, evidence },
    plan: writtenByAppOwner(event.plan),
    reason: writtenByMerchant(event.reason),
    description: writtenByMerchant(event.description),
  };
}
