import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { listMerchants as queryMerchants } from '../../../merchants/read/list/list-merchants.js';
import { findShopNumber, isShopNumber } from '../../../merchants/read/merchant/find-merchant.js';
import { merchantViews } from '../../../merchants/read/merchant/merchant-details.js';
import type { MerchantView } from '../../../merchants/read/merchant-views.js';
import { leastSure } from '../../../merchants/rules/words/least-sure.js';
import { inSnapshot, type Tenant } from '../../../postgres/tenant.js';
import type { Caller } from '../../../sign-in/authenticate.js';
import { MYSHOPIFY_DOMAIN, shopDomain } from '../../../values/shop-domain.js';
import { readPagination } from '../../request/pagination.js';
import { listMerchants } from '../../routes/merchants/list-merchants.js';
import { MerchantListPosition } from '../../schemas/positions.js';
import { confidenceOf, MerchantInShort, partnersOf } from '../answers/merchant.js';
import { merchantsInShort } from '../answers/merchants-in-short.js';
import { readReliability, reliabilityWords } from '../answers/reliability.js';
import { askedShop } from '../asked-shop.js';
import { cursor, limit, withoutNul } from '../inputs.js';
import { tool, type ToolDeps } from '../tool.js';

const query = withoutNul.min(1).max(200).meta({
  description: 'The *.myshopify.com domain or the number of a shop; or part of its domain or name',
});

/** One page of those that the query names. */
interface Page {
  readonly views: readonly MerchantView[];
  readonly nextCursor: string | null;
}

export const findMerchant = tool({
  name: 'find_merchant',
  title: 'Find a merchant',
  description:
    'Find merchants (Shopify shops) by domain, number or name: plan, status, MRR and risk of each, in short. ' +
    'Amounts are decimal text with a currency; never add two currencies. A page may be short, even empty, before the ' +
    'end: `nextCursor` tells.',
  roles: listMerchants.roles,
  input: z.strictObject({ query, limit: limit(20, 10), cursor }),
  inputForOneShop: z.strictObject({ query: query.optional() }),
  output: { items: z.array(MerchantInShort), nextCursor: z.string().nullable() },
  handle: async (input, caller, { sql, policy, cursors }) => {
    const { organizationId } = caller;
    const { page, reliability } = await inSnapshot(sql, organizationId, async (tenant) => {
      const found = await findPage(tenant, caller, input, cursors);
      const { views } = found;
      // Nothing is shown of the one shop that it may ask of: that says nothing of others.
      if (views.length === 0 && caller.shop !== null) throw new Refusal('not_found');
      return {
        page: found,
        reliability: await readReliability(tenant, policy, caller, {
          confidence: leastSure(views.flatMap((view) => confidenceOf(view) ?? [])),
          // Where nobody is found, all connections say how much that means.
          of: views.length === 0 ? 'all connections' : views.flatMap(partnersOf),
        }),
      };
    });
    const items = await merchantsInShort({ sql, policy }, organizationId, page.views);
    const more = page.nextCursor === null ? '' : ', and more';
    return {
      answer: { items, nextCursor: page.nextCursor, ...reliability },
      sentence: `Found ${items.length} merchants${more}: shops ${items.map((one) => `${one.shopNumber} (${one.status})`).join(', ') || 'none'}. ${reliabilityWords(reliability)}.`,
    };
  },
});

async function findPage(
  tenant: Tenant,
  caller: Caller,
  asked: { readonly query?: string | undefined; readonly limit?: number; readonly cursor?: string | undefined },
  cursors: ToolDeps['cursors'],
): Promise<Page> {
  if (caller.shop !== null) {
    return { views: await merchantViews(tenant, [await askedShop(tenant, caller, asked.query)]), nextCursor: null };
  }
  const search = (asked.query ?? '').trim();
  if (isShopNumber(search) || MYSHOPIFY_DOMAIN.test(shopDomain(search))) {
    const number = await findShopNumber(tenant, search);
    return { views: number === null ? [] : await merchantViews(tenant, [number]), nextCursor: null };
  }
  const scope = [caller.organizationId, 'mcp merchants', { search }];
  const page = readPagination(cursors, scope, asked, MerchantListPosition);
  const order = { sort: 'lastEventAt', order: 'desc' } as const;
  const { items, next } = await queryMerchants(tenant, {
    ...{ search, ...order, limit: page.limit },
    after: page.after ?? undefined,
  });
  return { views: items, nextCursor: page.cursorOf(next) };
}
