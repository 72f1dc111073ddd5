import { holdFenceAlone } from '../../connections/store/sync-fence.js';
import { PartnerApiError } from '../../partner/client/errors.js';
import { pageDocument } from '../../partner/pages/page-document.js';
import { subscriptionParts } from '../../partner/subscriptions/subscription-document.js';
import { MustWait, type PacedClient } from '../paced-client.js';
import { backgroundAllowance } from '../planning/sweeps.js';
import type { SyncSession } from '../sync-session.js';
import { type Look, putOffLooks, readDueLooks } from './looks.js';
import { answersTo, storeAnswers } from './store-answers.js';

/** Small answers; a whole page of rows is a hundred times as much. */
const LOOKS_PER_REQUEST = 25;

/**
 * Asks Shopify for subscriptions that are due, several in a request, when there is nothing else to do: in what the
 * sweep and the walk leave of their tenth of the budget. Its failures are no matter of the sync: what is still due the
 * next one asks for.
 */
export class SubscriptionLooks {
  requests = 0;

  constructor(
    private readonly session: SyncSession,
    private readonly client: PacedClient,
    /** Requests that the sync has sent in the background by now. */
    private readonly sentInBackground: () => number,
    /** Runs before each request: what the pages brought must not wait for all of them. */
    private readonly beforeLooks: () => Promise<void>,
  ) {}

  /** @throws SyncSuperseded when the connection is no longer ours */
  async run(): Promise<void> {
    const { deps, start, clock, withTenant, fence } = this.session;
    if (!deps.asksForSubscriptions || !start.backfilled || !start.looksDue) return;
    const allowance = backgroundAllowance(start);
    let most = LOOKS_PER_REQUEST;
    while (this.sentInBackground() + this.requests < allowance && !clock.isUsedUp()) {
      const looks = await withTenant((tenant) => readDueLooks(tenant, fence.connectionId, most));
      if (looks.length === 0) return;
      await this.beforeLooks();
      const outcome = await this.#look(looks);
      if (outcome === 'answered') continue;
      if (outcome === 'not_now') return;
      // One that always fails must not keep its neighbours from being asked for: it is found by halving.
      if (looks.length === 1) return this.#putOff(looks);
      most = Math.floor(looks.length / 2);
    }
  }

  async #look(looks: readonly Look[]): Promise<'answered' | 'failed' | 'not_now'> {
    const { withTenant, fence, deps } = this.session;
    try {
      const leased = await this.client.turn(true);
      if (leased === null) return 'not_now';
      this.requests += 1;
      const answer = await this.client.send(leased, pageDocument([], subscriptionParts(looks)));
      const answers = answersTo(looks, answer);
      await withTenant((tenant) =>
        Promise.all([holdFenceAlone(tenant, fence), storeAnswers(tenant, fence.connectionId, answers, leased.now)]),
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
