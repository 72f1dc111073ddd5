import { holdFenceAlone } from '../../connections/store/sync-fence.js';
import { PartnerApiError } from '../../partner/client/errors.js';
import { pageDocument } from '../../partner/pages/page-document.js';
import { subscriptionParts } from '../../partner/subscriptions/subscription-document.js';
import type { Folding } from '../folding.js';
import { MustWait, type PacedClient } from '../paced-client.js';
import type { BackgroundRequests } from '../planning/background-requests.js';
import { type Look, putOffLooks, readDueLooks } from '../store/looks.js';
import { storeAnswers } from '../store/store-answers.js';
import type { SyncSession } from '../sync-session.js';
import { judgeAnswers, judgedWithout, namesOfLooks } from './judge-answers.js';

/** Small answers; a whole page of rows is a hundred times as much. */
const LOOKS_PER_REQUEST = 25;

/**
 * Asks Shopify for subscriptions that are due, several in a request, when there is nothing else to do: in what the
 * sweep and the walk leave of their tenth of the budget. Its failures are no matter of the sync: what is still due the
 * next one asks for.
 */
export class SubscriptionLooks {
  constructor(
    private readonly session: SyncSession,
    private readonly client: PacedClient,
    private readonly background: BackgroundRequests,
    private readonly folding: Pick<Folding, 'isDue' | 'deriveSome'>,
  ) {}

  /** @throws SyncSuperseded when the connection is no longer ours */
  async run(): Promise<void> {
    const { deps, start, clock, withTenant, fence } = this.session;
    if (!deps.asksForSubscriptions || !start.backfilled || !start.looksDue) return;
    let most = LOOKS_PER_REQUEST;
    while (this.background.mayBeSent() && !clock.isUsedUp()) {
      const looks = await withTenant((tenant) => readDueLooks(tenant, fence.connectionId, most));
      if (looks.length === 0) return;
      // What the pages brought must not wait for all of them.
      if (this.folding.isDue({ isStoring: false, hasWork: false })) await this.folding.deriveSome((work) => work());
      const outcome = await this.#look(looks);
      if (outcome === 'answered') continue;
      if (outcome === 'not_now') return;
      // One that always fails must not keep its neighbours from being asked for: it is found by halving.
      if (looks.length === 1) return this.#putOff(looks);
      most = Math.floor(looks.length / 2);
    }
  }

  async #look(looks: readonly Look[]): Promise<'answered' | 'failed' | 'not_now'> {
    const { withoutErased, fence, deps } = this.session;
    try {
      const leased = await this.client.turn(true);
      if (leased === null) return 'not_now';
      this.background.noteSent();
      const answer = await this.client.send(leased, pageDocument([], subscriptionParts(looks)));
      const judged = judgeAnswers(looks, answer);
      await withoutErased.store(
        () => namesOfLooks(looks),
        (tenant, erased) =>
          Promise.all([
            holdFenceAlone(tenant, fence),
            storeAnswers(tenant, fence.connectionId, judgedWithout(judged, erased), leased.now),
          ]),
      );
      return 'answered';
    } catch (error) {
      if (error instanceof MustWait) return 'not_now';
      if (!(error instanceof PartnerApiError)) throw error;
      deps.logger.warn({ err: error, connectionId: fence.connectionId }, 'subscriptions could not be asked for');
      return error.kind === 'unavailable' || error.kind === 'defect' ? 'failed' : 'not_now';
    }
  }

  async #putOff(looks: readonly Look[]): Promise<void> {
    const { fenced, fence } = this.session;
    await fenced((tenant) => putOffLooks(tenant, fence.connectionId, looks));
  }
}
