import { instantToMicros, parseInstant } from '../values/instant.js';
import type { AppRecord, LedgerEvent, LedgerTransaction, ShopRecord } from './ledger/rows.js';
import { World } from './world.js';
import { plainTransaction } from './worlds/drafts.js';
import { MINUTE } from './worlds/time.js';

/** A world small enough to count on one’s fingers: one app, two shops, as many rows as a test asks for. */
export class SmallWorld {
  readonly world = new World();
  readonly organizationId = '4711';
  readonly token = 'prtapi_small_0123456789';
  readonly app: AppRecord = { number: '11', name: 'Small App', apiKey: '0'.repeat(32) };
  readonly shops: readonly ShopRecord[] = ['alder', 'birch'].map((name, index) => ({
    number: String(21 + index),
    shopifyNumber: String(921 + index),
    name,
    myshopifyDomain: `${name}.myshopify.com`,
  }));
  readonly organization = this.world.found(this.organizationId);
  private next = 1;

  constructor() {
    this.organization.issue(this.token);
    this.organization.ledger.apps.set(this.app.number, this.app);
    for (const shop of this.shops) this.organization.ledger.shops.set(shop.number, shop);
  }

  sale(at: string, details: Partial<LedgerTransaction> = {}): LedgerTransaction {
    const micros = micro(at);
    const row: LedgerTransaction = {
      ...plainTransaction,
      typename: 'AppSubscriptionSale',
      at: micros,
      visibleAt: micros,
      tie: this.next++,
      app: this.app,
      shop: this.shops[0] ?? null,
      netAmount: { amount: '9.0', currencyCode: 'USD' },
      ...details,
    };
    this.organization.ledger.put(row);
    return row;
  }

  event(at: string, details: Partial<LedgerEvent> = {}): LedgerEvent {
    const micros = micro(at);
    const shop = this.shops[0];
    if (!shop) throw new Error('The small world has shops');
    const row: LedgerEvent = {
      feed: 'event',
      type: 'RELATIONSHIP_INSTALLED',
      at: micros,
      visibleAt: micros,
      tie: this.next++,
      app: this.app,
      shop,
      charge: null,
      reason: null,
      description: null,
      ...details,
    };
    this.organization.ledger.put(row);
    return row;
  }

  /** One sale a minute from 1 March 2026 on. */
  sales(count: number): void {
    const start = micro('2026-03-01T00:00:00Z');
    for (let index = 0; index < count; index += 1) {
      const at = start + index * MINUTE;
      this.sale('2026-03-01T00:00:00Z', { at, visibleAt: at });
    }
  }
}

export function micro(text: string): number {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`Not an instant: ${text}`);
  return instantToMicros(instant);
}
