import { type Instant, instantToMicros } from '../../values/instant.js';
import type { AppRecord } from '../ledger/rows.js';
import { presentAppEvent } from '../present/app-event.js';
import { connection, type PageArguments } from './connection.js';
import { demand, type QueryContext } from './context.js';
import { chargeTail, numberIfGiven, numberOf } from './gids.js';

interface AppEventsArguments extends PageArguments {
  readonly chargeId?: string | null;
  readonly shopId?: string | null;
  readonly occurredAtMin?: Instant | null;
  readonly occurredAtMax?: Instant | null;
  readonly types?: readonly string[] | null;
}

// Shopify may accept more here, but nobody in production asks for more.
const MAXIMUM_PAGE = 100;

/** An app wherever it stands: under the root, in a transaction, in an event. */
export class App {
  constructor(private readonly record: AppRecord) {}

  get id(): string {
    return `gid://partners/App/${this.record.number}`;
  }

  get name(): string {
    return this.record.name;
  }

  get apiKey(): string {
    return this.record.apiKey;
  }

  /** Newest first; both time bounds are included. */
  events(args: AppEventsArguments, context: QueryContext): object {
    demand('manage_apps', context);
    const shop = numberIfGiven(args.shopId, 'partners', 'Shop');
    const charge = args.chargeId === undefined ? undefined : chargeTail(args.chargeId);
    const types = args.types ? [...new Set(args.types)].sort() : undefined;
    const from = args.occurredAtMin ? instantToMicros(args.occurredAtMin) : undefined;
    const to = args.occurredAtMax ? instantToMicros(args.occurredAtMax) : undefined;
    return connection(
      {
        rows: context.organization.ledger.events(this.record.number),
        walk: {
          feed: 'events',
          organization: context.organization.id,
          app: this.record.number,
          shop,
          charge,
          types,
          from,
          to,
        },
        maximum: MAXIMUM_PAGE,
        from,
        to,
        order: 'newest first',
        matches: (row) =>
          (shop === undefined || row.shop.number === shop) &&
          (charge === undefined || row.charge?.id.endsWith(`/${charge}`) === true) &&
          (types === undefined || types.includes(row.type)),
        present: (row) => presentAppEvent(row, (app) => new App(app)),
      },
      args,
      context,
    );
  }
}

/** Null for an app that this organization does not have. */
export function app({ id }: { id: string }, context: QueryContext): App | null {
  demand('manage_apps', context);
  const record = context.organization.ledger.apps.get(numberOf(id, 'partners', 'App'));
  return record === undefined ? null : new App(record);
}
