import { CodedError } from '../../values/coded-error.js';

/** What is paged, each on its own. */
export type Feed =
  | { readonly kind: 'transactions' }
  /** Root `events` (2026-07): what happened across all apps, and which those are. */
  | { readonly kind: 'timeline' }
  | { readonly kind: 'events'; readonly appNumber: string };

/** As the database names it: `transactions`, `timeline`, `events/4436393`. */
export function feedName(feed: Feed): string {
  return feed.kind === 'events' ? `events/${feed.appNumber}` : feed.kind;
}

/** @throws on a name that `feedName` does not make: only our own table is read with it */
export function parseFeedName(name: string): Feed {
  if (name === 'transactions' || name === 'timeline') return { kind: name };
  const [, appNumber] = /^events\/(\d+)$/.exec(name) ?? [];
  if (appNumber === undefined) throw new CodedError('feed_unknown', `There is no feed ${name}.`);
  return { kind: 'events', appNumber };
}
