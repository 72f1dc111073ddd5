import type { MessageKey } from '../../../src/contract/delivery-activities.js';
import { foldLeftovers } from '../../../src/merchants/derive/fold-touched.js';
import type {
  AppEventType,
  AppRecord,
  ChargeRecord,
  LedgerEvent,
  ShopRecord,
} from '../../../src/simulator/ledger/rows.js';
import { DAY_MS, SweptAccount } from './swept-account.js';

export const APP: AppRecord = { number: '4436393', name: 'Bundles', apiKey: 'key' };

/** A message to Convot, as it is stored. */
export interface Written {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly notSentBecause: string | null;
  readonly payload: { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> };
}

/** A simulated account whose shops do what Convot is told of, and the messages that real syncs of it write. */
export class ToldAccount {
  #shops = 0;

  private constructor(
    readonly swept: SweptAccount,
    private readonly started: readonly MessageKey[],
  ) {}

  /** @param isTold whether there is an address to tell */
  static async start(isTold = true): Promise<ToldAccount> {
    const started: MessageKey[] = [];
    const startDelivery = (message: MessageKey) => Promise.resolve(void started.push(message));
    const size = { transactions: 20, events: 20, merchants: 2, apps: 1 };
    const swept = await SweptAccount.start(size, { startedAgoMs: 0, ...(isTold ? { startDelivery } : {}) });
    swept.ledger.apps.set(APP.number, APP);
    return new ToldAccount(swept, started);
  }

  close(): Promise<void> {
    return this.swept.close();
  }

  /** A shop that has the app since 60 days, known to the next sync. */
  shop(charge: Partial<ChargeRecord> | null = {}): ShopRecord {
    this.#shops += 1;
    const number = String(990_000 + this.#shops);
    const myshopifyDomain = `ada-${this.#shops}.myshopify.com`;
    const record = { number, shopifyNumber: `7${number}`, name: 'Ada', myshopifyDomain };
    this.swept.ledger.shops.set(number, record);
    this.happens(record, 'RELATIONSHIP_INSTALLED', 60 * DAY_MS);
    if (charge !== null)
      this.happens(record, 'SUBSCRIPTION_CHARGE_ACTIVATED', 60 * DAY_MS, { charge: chargeOf(record, charge) });
    return record;
  }

  happens(by: ShopRecord, type: AppEventType, agoMs: number, parts: Partial<LedgerEvent> = {}): void {
    const none = { charge: null, reason: null, description: null };
    this.swept.put('app_events', agoMs, 0, { app: APP, shop: by, type, ...none, ...parts });
  }

  /** The row is stored, the sync ended before it was folded. */
  async uninstallsUnderway({ number }: ShopRecord): Promise<void> {
    await this.swept.account.sql`
      with stored as (
        insert into app_events (
          organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id, raw, requested_at
        )
        select
          organization_id, connection_id, app_number, shop_number, 'RELATIONSHIP_UNINSTALLED', last_synced_at, '', '{}',
          clock_timestamp()
        from merchant_apps join sync_status using (organization_id, connection_id)
        where shop_number = ${number}
        returning *
      )
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
      select organization_id, connection_id, app_number, shop_number from stored
    `;
  }

  /** Root `events` tells it, and `app.events` does not yet. */
  async uninstallIsToldAtRoot({ number, shopifyNumber, myshopifyDomain }: ShopRecord): Promise<void> {
    await this.swept.account.sql`
      with stored as (
        insert into timeline_events (
          organization_id, connection_id, app_number, shop_number, shopify_shop_number, myshopify_domain, id, type,
          occurred_at, raw, requested_at
        )
        select
          organization_id, connection_id, app_number, shop_number, ${shopifyNumber}, ${myshopifyDomain}, 'root1',
          'RELATIONSHIP_UNINSTALLED', last_synced_at - interval '20 seconds', '{}', clock_timestamp()
        from merchant_apps join sync_status using (organization_id, connection_id)
        where shop_number = ${number}
        returning *
      )
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
      select organization_id, connection_id, app_number, ${number} from stored
    `;
  }

  /** Messages about this shop. */
  messages({ number }: ShopRecord): Promise<Written[]> {
    return this.swept.account.sql<Written[]>`
      select id, type, state, not_sent_because, payload from webhook_messages where shop_number = ${number} order by created_at, id
    `;
  }

  async states(by: ShopRecord): Promise<string[]> {
    return (await this.messages(by)).map(({ type, state }) => `${type} ${state}`);
  }

  /** Deliveries that were started of messages about merchants: that the first sync is over is told, too. */
  async startedOfMerchants(): Promise<MessageKey[]> {
    const rows = await this.swept.account.sql<
      { id: string }[]
    >`select id from webhook_messages where shop_number is not null`;
    return this.started.filter(({ messageId }) => rows.some(({ id }) => id === messageId));
  }

  /** Every merchant of the account anew, from the rows as they are, each asked for again just now. */
  async foldAllAgain(): Promise<void> {
    const { sql, key } = this.swept.account;
    await sql`update app_events set requested_at = clock_timestamp()`;
    await sql`
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
      select organization_id, connection_id, app_number, shop_number
      from merchant_apps
      where connection_id = ${key.connectionId}
      on conflict do nothing
    `;
    await this.swept.syncUntilOk();
  }

  /** What is still marked is derived without a sync, as of a connection that has stopped. */
  async reconcile(): Promise<void> {
    const { deps, key } = this.swept.account;
    await foldLeftovers(deps.sql, key, Number.POSITIVE_INFINITY);
  }
}

export function chargeOf({ number }: ShopRecord, charge: Partial<ChargeRecord> = {}): ChargeRecord {
  const id = `gid://shopify/AppSubscription/${number}`;
  return { id, name: 'Pro', amount: { amount: '35.00', currencyCode: 'USD' }, test: false, billingOn: null, ...charge };
}
