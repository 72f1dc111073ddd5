import type { AppRecord, LedgerEvent } from '../../../src/simulator/ledger/rows.js';
import { monotonicMs } from '../../../src/simulator/request-log.js';
import { tokenHash } from '../../../src/simulator/world.js';
import { instantFromMs } from '../../../src/values/instant.js';
import { type AccountSize, PartnerAccount } from '../../support/accounts/partner-account.js';
import type { Called } from '../../support/servers/installation.js';
import { waitFor } from '../../support/servers/wait-for.js';
import type { Accepted } from '../invariants/commands.js';
import type { Silence } from '../invariants/requests.js';
import type { Stage } from './stage.js';

type LastCommand = Extract<Accepted['kind'], 'connect' | 'disconnect' | 'reconnect'>;

const isAccepted = ({ status }: Called) => status >= 200 && status < 300;

/** An account that lives through faults: what becomes of it at Shopify, what its owner asked for, and what was accepted. */
export class ChaosAccount extends PartnerAccount {
  readonly accepted: Accepted[] = [];
  /** Shops that left while Convot was to be told. */
  readonly lostShops: string[] = [];
  /** Shopify refuses its token for good. */
  isRefused = false;
  readonly #silences: Silence[] = [];
  #put = 0;
  #silentSinceMs: number | undefined;

  constructor(
    readonly name: string,
    private readonly stage: Stage,
    size: AccountSize,
    /** Of all rows that it has: a seed's accounts have the same ones whichever seeds ran before. */
    partnerOrganizationId: string,
  ) {
    super(stage.installation, size, undefined, partnerOrganizationId);
  }

  /** As `judgePairs` wants it. */
  get issued(): string {
    return `${this.partnerOrganizationId} ${tokenHash(this.token)}`;
  }

  /** Undefined when the api gave no answer; what became of the command is not known then. */
  async ask(method: string, path = '', body?: unknown): Promise<Called | undefined> {
    return this.call(method, path, body).catch(() => undefined);
  }

  /** Connects, however often that takes. */
  async join(timeoutMs: number): Promise<void> {
    const { partnerOrganizationId, token: accessToken } = this;
    await waitFor(
      `${this.name} to be connected`,
      async () => {
        const answer = await this.ask('POST', '', { partnerOrganizationId, accessToken });
        if (answer !== undefined && isAccepted(answer)) this.connectionId = String(answer.json['id']);
        // An answer before was lost.
        else if (answer?.status === 409) await this.#findConnection();
        return this.connectionId !== '';
      },
      { timeoutMs, intervalMs: 500 },
    );
    this.accepted.push({ kind: 'connect' });
  }

  async #findConnection(): Promise<void> {
    const items = (await this.ask('GET'))?.json['items'] as { id: string }[] | undefined;
    this.connectionId = items?.[0]?.id ?? '';
  }

  /** @returns whether it was accepted */
  async syncNow(): Promise<boolean> {
    const at = instantFromMs(Date.now());
    const answer = await this.ask('POST', `/${this.connectionId}/sync`);
    if (answer?.status !== 202) return false;
    this.accepted.push({ kind: 'sync', at });
    return true;
  }

  /** One that Shopify has and of which there is no row yet. @returns whether it was accepted */
  async addApp(): Promise<boolean> {
    const number = String(6_000_000 + (this.#put += 1));
    this.#ledger.apps.set(number, { number, name: `App ${number}`, apiKey: '0'.repeat(32) });
    const appId = `gid://partners/App/${number}`;
    const answer = await this.ask('POST', `/${this.connectionId}/apps`, { appId });
    if (answer === undefined || !isAccepted(answer)) return false;
    this.accepted.push({ kind: 'addApp', appNumber: number });
    return true;
  }

  /** Disconnects, and waits until that is shown. @returns whether it was, in time */
  async disconnect(timeoutMs: number): Promise<boolean> {
    const isAsked = await this.#isAskedToEnd(timeoutMs);
    if (!isAsked) return false;
    this.#commanded('disconnect');
    try {
      const isShown = async () => (await this.ask('GET', `/${this.connectionId}`))?.json['status'] === 'disconnected';
      await waitFor(`${this.name} to be disconnected`, isShown, { timeoutMs, intervalMs: 200 });
    } catch {
      return false;
    }
    this.#silentSinceMs = monotonicMs();
    return true;
  }

  async #isAskedToEnd(timeoutMs: number): Promise<boolean> {
    const isAccepted = async () => (await this.ask('POST', `/${this.connectionId}/disconnect`))?.status === 202;
    return waitFor(`${this.name} to be asked to end`, isAccepted, { timeoutMs, intervalMs: 500 }).catch(() => false);
  }

  /** Connects again with the same token, however often that takes. */
  async reconnect(timeoutMs: number): Promise<void> {
    this.#endSilence();
    await waitFor(
      `${this.name} to be connected again`,
      async () => {
        const answer = await this.ask('POST', `/${this.connectionId}/reconnect`, { accessToken: this.token });
        return answer?.status === 200;
      },
      { timeoutMs, intervalMs: 500 },
    );
    this.#commanded('reconnect');
  }

  /** Whether its owner's last word was to disconnect, or nobody knows what came of it. */
  get isToBeConnectedAgain(): boolean {
    return this.accepted.findLast(({ kind }) => kind !== 'sync' && kind !== 'addApp')?.kind === 'disconnect';
  }

  #commanded(kind: LastCommand): void {
    // What was asked for before counts for a connection that is over.
    for (let index = this.accepted.length - 1; index >= 0; index -= 1) {
      if (this.accepted[index]?.kind === 'sync') this.accepted.splice(index, 1);
    }
    this.accepted.push({ kind });
  }

  #endSilence(): void {
    if (this.#silentSinceMs === undefined) return;
    const { partnerOrganizationId } = this;
    this.#silences.push({ partnerOrganizationId, fromMs: this.#silentSinceMs, untilMs: monotonicMs() });
    this.#silentSinceMs = undefined;
  }

  /** When nothing may have been sent for it, until now. */
  silences(): Silence[] {
    const { partnerOrganizationId } = this;
    const open = this.#silentSinceMs;
    return [
      ...this.#silences,
      ...(open === undefined ? [] : [{ partnerOrganizationId, fromMs: open, untilMs: Number.POSITIVE_INFINITY }]),
    ];
  }

  /** A sale that happens now. @param domain of the shop whose it is; of any where nothing is said */
  putSale(domain?: string, app?: AppRecord): void {
    const like = this.#ledger.transactions.all.find((row) => row.shop !== null);
    if (like === undefined) throw new Error('The account has no sale.');
    const shops = [...this.#ledger.shops.values()];
    const shop = shops.find(({ myshopifyDomain }) => myshopifyDomain === domain) ?? like.shop;
    const tie = 800_000_000 + (this.#put += 1);
    const of = { app: app ?? like.app, shop, tie };
    this.#ledger.put({ ...like, ...this.#now(), ...of, typename: 'AppUsageSale', billingInterval: null });
  }

  /** An app sells for the first time: nobody has named it before. */
  putNewApp(): void {
    const number = String(5_000_000 + (this.#put += 1));
    const app = { number, name: `App ${number}`, apiKey: '1'.repeat(32) };
    this.#ledger.apps.set(number, app);
    this.putUsage(app);
    this.putSale(undefined, app);
  }

  /** A usage charge that happens now. */
  putUsage(of?: AppRecord): void {
    const [like] = this.#ledger.allEvents();
    if (like === undefined) throw new Error('The account has no event.');
    const app = of ?? like.app;
    const charge = {
      ...{
        id: `gid://partners/AppUsageRecord/${(this.#put += 1) + 70_000_000}`,
        name: 'Usage',
        test: false,
        billingOn: null,
      },
      amount: { amount: '1.20', currencyCode: 'USD' },
    };
    const tie = this.#ledger.nextTie();
    const event: LedgerEvent = { ...like, ...this.#now(), type: 'USAGE_CHARGE_APPLIED', app, charge, tie };
    this.#ledger.put(event);
  }

  /** A shop that took the first app some seconds ago leaves it, which Shopify shows now; Convot is to be told. */
  loseNewShop(): void {
    const [like] = this.#ledger.allEvents();
    if (like === undefined) throw new Error('The account has no event.');
    const number = String(880_000 + (this.#put += 1));
    const myshopifyDomain = `lost-${number}.myshopify.com`;
    const shop = { number, shopifyNumber: `7${number}`, name: 'Lost', myshopifyDomain };
    const { at, visibleAt } = this.#now();
    const happened = (type: LedgerEvent['type'], agoSeconds: number, more: Partial<LedgerEvent> = {}) => {
      const none = { charge: null, reason: null, description: null };
      const tie = this.#ledger.nextTie();
      this.#ledger.put({ ...like, ...none, type, at: at - agoSeconds * 1_000_000, visibleAt, shop, tie, ...more });
    };
    const amount = { amount: '35.00', currencyCode: 'USD' };
    const id = `gid://shopify/AppSubscription/${number}`;
    happened('RELATIONSHIP_INSTALLED', 3);
    happened('SUBSCRIPTION_CHARGE_ACTIVATED', 2, { charge: { id, name: 'Pro', amount, test: false, billingOn: null } });
    happened('RELATIONSHIP_UNINSTALLED', 0, { reason: 'chaos' });
    this.lostShops.push(myshopifyDomain);
  }

  #now() {
    const at = this.stage.installation.simulator.clock() * 1_000;
    return { at, visibleAt: at };
  }

  get #ledger() {
    return this.stage.installation.simulator.world.found(this.partnerOrganizationId).ledger;
  }
}
