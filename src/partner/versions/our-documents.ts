import type { Permission } from '../../contract/connection-words.js';
import { partnerAppGid } from '../../values/gid.js';
import { EARLIEST } from '../../values/instant.js';
import { PROBES } from '../credentials/check-credentials.js';
import { FIND_APP } from '../credentials/find-app.js';
import type { Feed } from '../pages/feed.js';
import { startDocument } from '../pages/feed-start.js';
import { type PageDocument, pageDocument } from '../pages/page-document.js';
import { LIST_VERSIONS } from './list-versions.js';

const APP = '1';

/** With every filter and a cursor: each variable that a page can have is declared. */
function page(feed: Feed): PageDocument {
  return pageDocument([{ feed, from: EARLIEST, to: EARLIEST, cursor: 'cursor' }]);
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
  'oldest rows': startDocument([{ kind: 'transactions' }, { kind: 'events', appNumber: APP }]),
  'one app': { document: FIND_APP, variables: { id: partnerAppGid(APP) } },
  'permission view_financials': probe('view_financials'),
  'permission manage_apps': probe('manage_apps'),
  versions: { document: LIST_VERSIONS, variables: {} },
};
