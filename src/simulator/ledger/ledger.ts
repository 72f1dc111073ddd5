import { Contracts } from './contracts.js';
import {
  type AppRecord,
  eventKey,
  isOnTimelineOnly,
  type LedgerEvent,
  type LedgerRow,
  type LedgerTransaction,
  partsOfEventKey,
  type ShopRecord,
  transactionGid,
} from './rows.js';
import { SortedRows } from './sorted-rows.js';

/** Everything one Partner organization has. Feeds hold every row, visible or not yet. */
export class Ledger {
  readonly apps = new Map<string, AppRecord>();
  readonly shops = new Map<string, ShopRecord>();
  readonly contracts = new Contracts();
  readonly transactions = new SortedRows<LedgerTransaction>();
  /** Both feeds as root `events` tells them, across apps. */
  readonly timeline = new SortedRows<LedgerRow>();
  private readonly eventsOfApp = new Map<string, SortedRows<LedgerEvent>>();
  private readonly transactionsByNumber = new Map<number, LedgerTransaction>();
  private lastTie = 0;

  events(appNumber: string): SortedRows<LedgerEvent> {
    let events = this.eventsOfApp.get(appNumber);
    if (events === undefined) this.eventsOfApp.set(appNumber, (events = new SortedRows()));
    return events;
  }

  /** @param id as `transaction(id:)` takes it; the number alone is unique here, whatever the type */
  transaction(id: string): LedgerTransaction | undefined {
    const row = this.transactionsByNumber.get(Number(id.slice(id.lastIndexOf('/') + 1)));
    return row && transactionGid(row) === id ? row : undefined;
  }

  /** @param key as `eventKey` makes it */
  event(key: string): LedgerEvent | undefined {
    const { app, at } = partsOfEventKey(key);
    return this.eventsOfApp
      .get(app)
      ?.at(at)
      .find((row) => eventKey(row) === key);
  }

  allEvents(): LedgerEvent[] {
    return [...this.eventsOfApp.values()].flatMap((events) => events.all);
  }

  /** The `tie` of an event put in by hand: after all that were there. */
  nextTie(): number {
    return this.lastTie + 1;
  }

  /** Loads a whole world: one sort a feed. Ids and event keys must be new. */
  load(rows: readonly LedgerRow[]): void {
    for (const row of rows) this.index(row);
    this.transactions.addAll(rows.filter((row) => row.feed === 'transaction'));
    const events = rows.filter((row) => row.feed === 'event').filter((row) => !isOnTimelineOnly(row));
    for (const app of new Set(events.map((row) => row.app))) {
      this.events(app.number).addAll(events.filter((row) => row.app === app));
    }
    this.timeline.addAll(rows.filter(isOnTimeline));
  }

  /** Adds one row, or puts it in the place of the one with its id or key. */
  put(row: LedgerRow): void {
    const old = row.feed === 'transaction' ? this.transactionsByNumber.get(row.tie) : this.event(eventKey(row));
    if (old !== undefined) this.remove(old);
    this.index(row);
    if (row.feed === 'transaction') this.transactions.add(row);
    else if (!isOnTimelineOnly(row)) this.events(row.app.number).add(row);
    if (isOnTimeline(row)) this.timeline.add(row);
  }

  remove(row: LedgerRow): void {
    this.timeline.remove(row);
    if (row.feed === 'transaction') {
      this.transactionsByNumber.delete(row.tie);
      this.transactions.remove(row);
    } else if (!isOnTimelineOnly(row)) {
      this.events(row.app.number).remove(row);
    }
  }

  private index(row: LedgerRow): void {
    if (row.app !== null) this.apps.set(row.app.number, row.app);
    if (row.shop !== null) this.shops.set(row.shop.number, row.shop);
    if (row.feed === 'transaction') this.transactionsByNumber.set(row.tie, row);
    else this.lastTie = Math.max(this.lastTie, row.tie);
  }
}

const notOnTimeline = new Set<string>([
  'ServiceSale',
  'ServiceSaleAdjustment',
  'ThemeSale',
  'ThemeSaleAdjustment',
  'ReferralTransaction',
  'ReferralAdjustment',
  'TaxTransaction',
  'LegacyTransaction',
  // Root `events` tells states of a subscription, not the offers before it.
  'ONE_TIME_CHARGE_ACCEPTED',
  'ONE_TIME_CHARGE_DECLINED',
  'ONE_TIME_CHARGE_EXPIRED',
  'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT',
  'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED',
  'SUBSCRIPTION_CHARGE_ACCEPTED',
  'SUBSCRIPTION_CHARGE_DECLINED',
  'SUBSCRIPTION_CHARGE_EXPIRED',
]);

function isOnTimeline(row: LedgerRow): boolean {
  return !notOnTimeline.has(row.feed === 'transaction' ? row.typename : row.type);
}
