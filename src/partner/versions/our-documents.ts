import type { Permission } from '../../contract/connection-words.js';
import { partnerAppGid } from '../../values/gid.js';
import { EARLIEST } from '../../values/instant.js';
import { PROBES } from '../credentials/check-credentials.js';
import { FIND_APP } from '../credentials/find-app.js';
import type { Feed } from '../pages/feed.js';
import { startDocument } from '../pages/feed-start.js';
import { type PageDocument, pageDocument, type ShopFilter } from '../pages/page-document.js';
import { subscriptionParts } from '../subscriptions/subscription-document.js';
import { LIST_VERSIONS } from './list-versions.js';

const APP = '1';

/** With every filter and a cursor: each variable that a page can have is declared. */
function page(feed: Feed, shop?: ShopFilter): PageDocument {
  const bounds = { feed, from: EARLIEST, to: EARLIEST, cursor: 'cursor' };
  return pageDocument([shop === undefined ? bounds : { ...bounds, shop }]);
}

function probe(permission: Permission): PageDocument {
  return { document: PROBES[permission], variables: {} };
}

/**
 * Every query that this service sends, by a name for operators. A new one belongs here: another version of the API is
 * judged by whether it takes all of these.
 */
export const OUR_DOCUMENTS: Readonly<Record<string, PageDocument>> = {
  transactions: page({ kind: 'transactions' }),
  'app events': page({ kind: 'events', appNumber: APP }),
  timeline: page({ kind: 'timeline' }),
  'transactions of a shop': page({ kind: 'transactions' }, { shopNumber: '1' }),
  'transactions of a domain': page({ kind: 'transactions' }, { myshopifyDomain: 'a.myshopify.com' }),
  'app events of a shop': page({ kind: 'events', appNumber: APP }, { shopNumber: '1' }),
  subscriptions: pageDocument([], subscriptionParts([{ appNumber: APP, shopifyShopNumber: '1' }])),
  'oldest rows': startDocument([{ kind: 'transactions' }, { kind: 'events', appNumber: APP }]),
  'one app': { document: FIND_APP, variables: { id: partnerAppGid(APP) } },
  'permission view_financials': probe('view_financials'),
  'permission manage_apps': probe('manage_apps'),
  versions: { document: LIST_VERSIONS, variables: {} },
};
