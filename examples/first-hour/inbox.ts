import { everyItem, type MerchantInShort } from 'convot-partner-sync-client';
import { partnerSync } from './partner-sync.js';

/* What an inbox shows beside each conversation of its list: a hundred merchants in one request. */
const domains = [];
for await (const merchant of everyItem((page) => partnerSync.listMerchants({ query: { limit: 100, ...page } }))) {
  domains.push(merchant.myshopifyDomain);
}

const keys = [...domains.slice(0, 9), 'somebody-else.myshopify.com'];
const { data } = await partnerSync.postLookUp({ body: { keys }, throwOnError: true });
for (const { key, merchant } of data.items) {
  console.log(`${key.padEnd(40)} ${merchant === null ? 'not a merchant of ours' : inShort(merchant)}`);
}
console.log(`${domains.length} merchants`);

function inShort({ plan, status, mrr, stale }: MerchantInShort): string {
  // One amount a currency; they are never added, and never floats.
  const amounts = mrr.map(({ amount, currencyCode }) => `${amount} ${currencyCode}`);
  return [plan ?? 'no plan', status, ...amounts, ...(stale ? ['(may be over)'] : [])].join(', ');
}
