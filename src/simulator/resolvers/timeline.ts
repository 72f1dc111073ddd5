import { type Instant, instantToMicros } from '../../values/instant.js';
import { GraphqlRefusal } from '../graphql/refusal.js';
import { presentTimelineEvent, timelineEventType } from '../present/timeline-event.js';
import { connection, type PageArguments } from './connection.js';
import { demand, type QueryContext } from './context.js';
import { numberIfGiven } from './gids.js';

interface EventFilter {
  readonly eventTypes?: readonly string[] | null;
  readonly occurredAtMin?: Instant | null;
  readonly occurredAtMax?: Instant | null;
  readonly shopId?: string | null;
  readonly subjectId?: string | null;
  readonly subjectType?: 'APP' | 'THEME' | null;
}

interface TimelineArguments extends PageArguments {
  readonly filter?: EventFilter | null;
  readonly orderBy?: 'OCCURRED_AT_ASC' | 'OCCURRED_AT_DESC' | null;
}

const MAXIMUM_PAGE = 250;
const DAY = 86_400_000_000;

/** Root `events`, 2026-07 and later: what happened across all apps, with ids under `gid://shopify/`. */
export function events(args: TimelineArguments, context: QueryContext): object {
  demand('manage_apps', context);
  const filter = args.filter ?? {};
  if (filter.subjectType === 'THEME') throw new GraphqlRefusal('Only the subject type APP is supported');
  const app = numberIfGiven(filter.subjectId, 'shopify', 'App');
  const shop = numberIfGiven(filter.shopId, 'shopify', 'Shop');
  if (shop !== undefined && app === undefined) throw new GraphqlRefusal('shopId requires subjectId');
  const types = filter.eventTypes ? [...new Set(filter.eventTypes)].sort() : undefined;
  const min = filter.occurredAtMin ? instantToMicros(filter.occurredAtMin) : undefined;
  const max = filter.occurredAtMax ? instantToMicros(filter.occurredAtMax) : undefined;
  const order = args.orderBy === 'OCCURRED_AT_ASC' ? 'oldest first' : 'newest first';
  return connection(
    {
      rows: context.organization.ledger.timeline,
      walk: { feed: 'timeline', organization: context.organization.id, app, shop, types, min, max, order },
      maximum: MAXIMUM_PAGE,
      ...range(min, max, context.now),
      order,
      matches: (row) =>
        (app === undefined || row.app?.number === app) &&
        (shop === undefined || row.shop?.shopifyNumber === shop) &&
        (types === undefined || types.includes(timelineEventType(row))),
      present: presentTimelineEvent,
    },
    args,
    context,
  );
}

/** No date: the last thirty days. One date: thirty days from it. Two: at most a year. */
function range(min: number | undefined, max: number | undefined, now: number): { from: number; to: number } {
  if (min === undefined) {
    const to = max ?? now;
    return { from: to - 30 * DAY, to };
  }
  const to = max ?? min + 30 * DAY;
  if (to - min > 365 * DAY) throw new GraphqlRefusal('The date range must not exceed 365 days');
  return { from: min, to };
}
