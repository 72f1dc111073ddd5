import type { Feed } from '../../../src/partner/pages/feed.js';
import { pageDocument } from '../../../src/partner/pages/page-document.js';
import { readPage } from '../../../src/partner/pages/read-page.js';
import { pageContents } from '../../../src/sync/contents/page-contents.js';
import type { PageContents } from '../../../src/sync/contents/rows.js';
import { instantFromMs } from '../../../src/values/instant.js';
import { Secret } from '../../../src/values/secret.js';
import { type LocalAccount, localPartnerApi } from './local-partner-api.js';

/** A feed's pages, newest first, decoded and ready to be stored. */
export interface FeedPages {
  readonly feed: Feed;
  readonly pages: readonly PageContents[];
}

/** Everything of an account: transactions first, because they name the apps. */
export async function feedPages(account: LocalAccount): Promise<FeedPages[]> {
  const partnerApi = localPartnerApi(account);
  const credentials = { partnerOrganizationId: account.organizationId, accessToken: new Secret(account.token) };
  const walk = async (feed: Feed): Promise<FeedPages> => {
    const pages: PageContents[] = [];
    let cursor: string | null = null;
    do {
      const request = { feed, from: null, to: null, cursor };
      const answer = readPage(await partnerApi({ credentials, ...pageDocument([request]) }), 0, request);
      if (answer.outcome !== 'page') throw new Error(`The simulator refuses a page: ${answer.outcome}`);
      const contents = pageContents(feed, answer.page, instantFromMs(Date.now()));
      pages.push(contents);
      cursor = contents.hasNextPage ? contents.lastCursor : null;
    } while (cursor !== null);
    return { feed, pages };
  };
  const transactions = await walk({ kind: 'transactions' });
  const apps = new Set(transactions.pages.flatMap(({ apps }) => apps.map(({ appNumber }) => appNumber)));
  const events = [];
  for (const appNumber of apps) events.push(await walk({ kind: 'events', appNumber }));
  return [transactions, ...events];
}
