import type { z } from 'zod';
import { STALE_AFTER_INTERVALS } from '../../../connections/view/connection-view.js';
import { lookUpMerchants } from '../../../merchants/read/lookup/look-up-merchants.js';
import type { MerchantView } from '../../../merchants/read/merchant-views.js';
import { presentInShort } from '../../present/present-in-short.js';
import type { ToolDeps } from '../tool.js';
import { type MerchantInShort, merchantInShort } from './merchant.js';

/** What the look-up tells of them, with how sure it is. One that is erased meanwhile is left out. */
export async function merchantsInShort(
  { sql, policy }: Pick<ToolDeps, 'sql' | 'policy'>,
  organizationId: string,
  views: readonly MerchantView[],
): Promise<z.input<typeof MerchantInShort>[]> {
  const numbers = views.map(({ shopNumber }) => shopNumber);
  const short = await lookUpMerchants(sql, organizationId, numbers, STALE_AFTER_INTERVALS * policy.intervalMs);
  return views.flatMap((view) => {
    const merchant = presentInShort(short.get(view.shopNumber));
    return merchant === null ? [] : [merchantInShort(merchant, view)];
  });
}
