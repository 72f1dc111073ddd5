import { randomBytes } from 'node:crypto';
import { connectionWorkflowId } from '../../../src/contract/names.js';
import { transactionGid } from '../../../src/simulator/ledger/rows.js';
import type { LoggedRequest } from '../../../src/simulator/request-log.js';
import { generatedWorld } from '../../../src/simulator/worlds/generated.js';
import { instantFromMs } from '../../../src/values/instant.js';
import type { Installation } from '../servers/installation.js';
import { waitFor } from '../servers/wait-for.js';
import { askedPages, onTheWay, repeated } from './asked-pages.js';
import { ledgerKeys, storedKeys } from './ledger.js';
import { storedPages } from './stored-pages.js';

export interface AccountSize {
  readonly transactions: number;
  readonly events: number;
}

let founded = 0;

/** A Partner account of a test's own in an installation, and the Convot organization that connects it. */
export class PartnerAccount {
  readonly partnerOrganizationId: string;
  readonly token = `prtapi_${randomBytes(16).toString('hex')}`;
  connectionId = '';
  #shopsLost = 0;

  /** Founds it at the simulator, with two apps and generated rows. */
  constructor(
    private readonly installation: Installation,
    { transactions, events }: AccountSize,
    readonly organizationId = `org_${randomBytes(6).toString('hex')}`,
  ) {
    founded += 1;
    this.partnerOrganizationId = String(770_000 + founded);
    const { world, clock } = installation.simulator;
    const organization = world.found(this.partnerOrganizationId);
    organization.issue(this.token);
    const { ledger } = generatedWorld({
      seed: this.partnerOrganizationId,
      anchor: instantFromMs(clock() - 3_600_000),
      organizationId: this.partnerOrganizationId,
      token: this.token,
      apps: 2,
      merchants: Math.ceil(events / 3),
      transactions,
      events,
      days: 300,
    }).found(this.partnerOrganizationId);
    organization.ledger.load([...ledger.transactions.all, ...ledger.allEvents()]);
  }

  /** As its owner, below `/v1/connections`. */
  call(method: string, path = '', body?: unknown) {
    return this.installation.call(this.organizationId, method, `/v1/connections${path}`, body);
  }

  /** Over HTTP. @throws when it is refused */
  async connect(accessToken = this.token): Promise<void> {
    const { partnerOrganizationId } = this;
    const { status, text, json } = await this.call('POST', '', { partnerOrganizationId, accessToken });
    if (status !== 200 && status !== 201) throw new Error(`Not connected: ${status} ${text}`);
    this.connectionId = String(json['id']);
    await waitFor('the workflow to run', async () => {
      const { status: run } = await this.workflow.describe().catch(() => ({ status: { name: 'NOT_STARTED' } }));
      if (run.name === 'RUNNING') return true;
      // Where Temporal was too slow the reconciler would start it, in its own time.
      await this.call('POST', `/${this.connectionId}/sync`);
      return false;
    });
  }

  async view() {
    return (await this.call('GET', `/${this.connectionId}`)).json as { status: string; phase: string; error: unknown };
  }

  get workflow() {
    return this.installation.temporal.workflow.getHandle(connectionWorkflowId(this.connectionId));
  }

  /** The requests of its syncs so far, without the probes of connecting. */
  requests(): readonly LoggedRequest[] {
    const mine = this.installation.simulator.log
      .list()
      .filter(({ organizationId }) => organizationId === this.partnerOrganizationId);
    return mine.filter(({ fields }) => fields.some(({ alias }) => alias !== 'probe'));
  }

  /** The pages that its syncs asked for, as often as they did. */
  pagesAsked(): string[] {
    return askedPages(this.requests()).map(({ page }) => page);
  }

  /** Resolves in the middle of its first sync. */
  async pagesRead(count: number): Promise<void> {
    await waitFor(`${count} pages to be asked for`, () => this.pagesAsked().length >= count);
  }

  /** Those of them that were asked for more than once. */
  pagesAskedAgain(): string[] {
    return repeated(askedPages(this.requests()));
  }

  /** Those that a sync may have asked for and not stored at a moment. @param atMs by the simulator's clock */
  pagesOnTheWay(atMs: number): string[] {
    return onTheWay(this.requests(), atMs);
  }

  /** Those that were asked for although they were stored already, whatever had happened: there must be none. */
  async pagesAskedForNothing(): Promise<string[]> {
    const stored = await storedPages(this.installation.sql, this.connectionId);
    const asked = askedPages(this.requests());
    // Or it would be empty for want of knowing what was stored.
    if (!asked.every(({ page }) => stored.has(page))) throw new Error('Not every page was stored.');
    return asked
      .filter(({ page, request }) => instantFromMs(Date.parse(request.receivedAt)) > (stored.get(page) ?? ''))
      .map(({ page }) => page);
  }

  /** Until the first sync is whole, by the database: the api may be away. */
  async backfilled(timeoutMs = 90_000): Promise<void> {
    await waitFor(
      `the backfill of ${this.partnerOrganizationId}`,
      async () => {
        const { sql } = this.installation;
        const [row] = await sql<{ backfilled: boolean }[]>`
          select backfilled from sync_status where connection_id = ${this.connectionId} and phase = 'idle'
        `;
        return row?.backfilled;
      },
      { timeoutMs },
    );
  }

  /** Id of a transaction, counted from the newest, which is the first. */
  transactionId(place: number): string {
    const ledger = this.installation.simulator.world.organization(this.partnerOrganizationId)?.ledger;
    const row = ledger?.transactions.all.at(-place);
    if (row === undefined) throw new Error('The account has too few transactions.');
    return transactionGid(row);
  }

  /** A transaction of so long ago that Shopify shows only now: the weekly full scan alone finds it. */
  showLate(agoMs: number): void {
    const ledger = this.installation.simulator.world.organization(this.partnerOrganizationId)?.ledger;
    const [model] = ledger?.transactions.all ?? [];
    if (model === undefined) throw new Error('The account has no transactions.');
    const nowMs = this.installation.simulator.clock();
    ledger?.put({ ...model, tie: model.tie + 700_000_000, at: (nowMs - agoMs) * 1_000, visibleAt: nowMs * 1_000 });
  }

  /**
   * A shop that took the first app a moment ago uninstalls it now, by the simulator's control port.
   * @returns its domain
   */
  async loseShop(reason: string): Promise<string> {
    const { controlUrl, clock } = this.installation.simulator;
    const number = String((this.#shopsLost += 1) + 880_000);
    const myshopifyDomain = `lost-${number}.myshopify.com`;
    const appNumber = '4000001';
    const event = (type: string, agoMs: number, more: object) => {
      return { type, appNumber, shopNumber: number, occurredAt: instantFromMs(clock() - agoMs), ...more };
    };
    const amount = { amount: '35.00', currencyCode: 'USD' };
    const charge = { id: `gid://shopify/AppSubscription/${number}`, name: 'Pro', amount };
    const response = await fetch(`${controlUrl}/control/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        organizationId: this.partnerOrganizationId,
        put: {
          apps: [{ number: appNumber, name: 'App 1' }],
          shops: [{ number, name: 'Lost', myshopifyDomain }],
          events: [
            // In the last seconds: the next look at the newest rows finds them.
            event('RELATIONSHIP_INSTALLED', 3_000, {}),
            event('SUBSCRIPTION_CHARGE_ACTIVATED', 2_000, { charge }),
            event('RELATIONSHIP_UNINSTALLED', 0, { reason }),
          ],
        },
      }),
    });
    if (!response.ok) throw new Error(`The simulator refused the rows: ${await response.text()}`);
    return myshopifyDomain;
  }

  /** As if its failures until now had been a day earlier: a sync that is asked for soon after one counts no second time. */
  async dayPasses(): Promise<void> {
    await this.installation.sql`
      update connections set failure_counted_at = failure_counted_at - interval '1 day' where id = ${this.connectionId}
    `;
  }

  storedKeys() {
    return storedKeys(this.installation.sql, this.connectionId);
  }

  ledgerKeys() {
    return ledgerKeys(this.installation.simulator, this.partnerOrganizationId);
  }

  /** So that its workflow leaves the next test alone. */
  async retire(): Promise<void> {
    await this.workflow.terminate('the test is over').catch(() => undefined);
  }
}
