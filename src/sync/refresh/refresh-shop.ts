import { SyncSuperseded } from '../../connections/store/sync-fence.js';
import type { RefreshEnd, ShopRefresh } from '../../contract/refresh-activities.js';
import { erasureOf, namesOfKey } from '../../erasure/row-names.js';
import { endRefresh, withdrawRefresh } from '../../merchants/refresh/shop-refreshes.js';
import { PartnerApiError, UnexpectedAnswer } from '../../partner/client/errors.js';
import type { PartnerAnswer } from '../../partner/client/partner-api.js';
import { type PageDocument, pageDocument, type PageRequest } from '../../partner/pages/page-document.js';
import { readPage } from '../../partner/pages/read-page.js';
import { subscriptionParts } from '../../partner/subscriptions/subscription-document.js';
import { withTenant } from '../../postgres/tenant.js';
import { CodedError } from '../../values/coded-error.js';
import type { Instant } from '../../values/instant.js';
import { namesOfRows, withoutErased } from '../contents/erased-rows.js';
import { pageContents } from '../contents/page-contents.js';
import { MustWait, PacedClient } from '../paced-client.js';
import { startDeliveries } from '../start-deliveries.js';
import { WithoutErased } from '../store/without-erased.js';
import { judgeAnswers, judgedWithout, namesOfLooks } from '../subscriptions/judge-answers.js';
import type { SyncDeps } from '../sync-deps.js';
import { tellChanges } from '../tell-changes.js';
import { type OpenRefresh, openRefresh } from './open-refresh.js';
import { refreshPages } from './refresh-pages.js';
import { type ReadPage, storeRefresh } from './store-refresh.js';

// From the beginning. A request that Shopify leaves unanswered must hold no disconnect up for longer.
const DEADLINE_MS = 10_000;

/**
 * Reads one shop ahead of everything else, because somebody looks at it: its newest rows in one request, under a lease of
 * its own, stored and derived under the connection's fence. What fails is told and counted nowhere: the ordinary sync
 * reads the same rows, and judges what fails then. Where nothing was sent, whoever looks next has it tried again.
 */
export async function refreshShop(
  deps: SyncDeps,
  refresh: ShopRefresh,
  signal: AbortSignal,
  deadlineMs = DEADLINE_MS,
): Promise<RefreshEnd> {
  const { organizationId, connectionId } = refresh;
  const stop = new AbortController();
  const giveUp = () => stop.abort(signal.reason);
  signal.addEventListener('abort', giveUp);
  const late = new CodedError('refresh_late', 'It took too long.');
  const timer = setTimeout(() => stop.abort(late), deadlineMs);
  let client: PacedClient | null = null;
  try {
    signal.throwIfAborted();
    const opened = await openRefresh(deps, refresh, stop);
    if (opened === null) return { outcome: 'not_now' };
    client = new PacedClient(opened.scope);
    return await ask(deps, refresh, opened, client);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SyncSuperseded || error instanceof MustWait) return { outcome: 'not_now' };
    // Whoever is stopped in the middle of a wait throws an error of its own.
    const failure = stop.signal.aborted ? late : error instanceof PartnerApiError ? error : null;
    if (failure === null) throw error;
    const { code } = failure;
    deps.logger.info({ connectionId, code }, 'a shop could not be refreshed');
    return { outcome: 'failed', code };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    const end = client === null || client.requests === 0 ? withdrawRefresh : endRefresh;
    await withTenant(deps.sql, organizationId, (tenant) => end(tenant, refresh));
  }
}

async function ask(
  deps: SyncDeps,
  refresh: ShopRefresh,
  { scope, appNumbers, looks }: OpenRefresh,
  client: PacedClient,
): Promise<RefreshEnd> {
  const requests = refreshPages(refresh.shop, appNumbers);
  try {
    const { answer, requestedAt } = await askOnce(client, pageDocument(requests, subscriptionParts(looks)));
    const pages = readAll(answer, requests, requestedAt);
    if (pages.length === 0) throw new UnexpectedAnswer('it holds none of the pages asked for');
    const judged = judgeAnswers(looks, answer);
    const asked = namesOfKey(refresh.shop);
    const { newRows, isDerived, messages } = await new WithoutErased(scope.withTenant, deps.erasedNames).store(
      () => [asked, ...pages.flatMap(({ contents }) => namesOfRows(contents)), ...namesOfLooks(looks)],
      async (tenant, erased) => {
        // Erased while it was asked for: not even that it was asked for is to be noted.
        if (erasureOf(asked, erased) !== undefined) return { newRows: 0, isDerived: false, messages: [] };
        return storeRefresh(tenant, scope.fence, {
          shop: refresh.shop,
          pages: pages.map((page) => ({ ...page, contents: withoutErased(page.contents, erased) })),
          looks: judgedWithout(judged, erased),
          isWhole: pages.length === 1 + appNumbers.length,
          requestedAt,
          knownApps: new Set(appNumbers),
        });
      },
    );
    await startDeliveries(deps, refresh.organizationId, messages);
    if (isDerived) await tellChanges(deps, refresh.organizationId);
    return { outcome: 'stored', newRows };
  } finally {
    // A lease that cannot be given back runs out by itself.
    await client.close().catch((error: unknown) => {
      deps.logger.warn({ err: error }, 'the lease of a refresh could not be given back');
    });
  }
}

/** One request in its turn. Throttled, it is not sent again: who waits has what is stored. */
async function askOnce(
  client: PacedClient,
  query: PageDocument,
): Promise<{ readonly answer: PartnerAnswer; readonly requestedAt: Instant }> {
  const leased = await client.turn(true);
  if (leased === null) throw new MustWait(0);
  return { answer: await client.send(leased, query), requestedAt: leased.now };
}

/** The pages that were answered: what became of the others, a sync that asks for them finds out. */
function readAll(answer: PartnerAnswer, requests: readonly PageRequest[], requestedAt: Instant): ReadPage[] {
  return requests.flatMap((request, index) => {
    const answered = readPage(answer, index, request);
    if (answered.outcome !== 'page') return [];
    return [{ request, contents: pageContents(request.feed, answered.page, requestedAt) }];
  });
}
