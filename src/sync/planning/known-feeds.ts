import { type Feed, feedName } from '../../partner/pages/feed.js';
import type { DatedFeed } from '../../partner/pages/feed-start.js';
import type { AppSighting } from '../contents/rows.js';
import type { FeedState } from './plan.js';

/** What one sync knows of the feeds: their rows as they were read, and as every statement that changes them returned them. */
export class KnownFeeds {
  readonly #feeds: Map<string, FeedState>;

  constructor(feeds: readonly FeedState[]) {
    this.#feeds = byName(feeds);
  }

  get all(): readonly FeedState[] {
    return [...this.#feeds.values()];
  }

  of(feed: Feed): FeedState | undefined {
    return this.#feeds.get(feedName(feed));
  }

  /** Read anew: rows named apps that were not known, and their feeds are there now. */
  putAll(feeds: readonly FeedState[]): void {
    this.#feeds.clear();
    for (const [name, state] of byName(feeds)) this.#feeds.set(name, state);
  }

  /** As the database has it now, as far as that was returned. */
  put(feed: Feed, now: Partial<Omit<FeedState, 'feed'>>): void {
    const known = this.of(feed);
    if (known !== undefined) this.#feeds.set(feedName(feed), { ...known, ...now });
  }

  /** Apps that are not on the list yet, or otherwise: as found by hand, or under an older name. */
  newsOf(apps: readonly AppSighting[]): AppSighting[] {
    return apps.filter(({ appNumber, name, at }) => {
      const known = this.of({ kind: 'events', appNumber })?.app;
      if (known?.source !== 'auto') return true;
      if (name === null || name === known.name) return false;
      return known.name === null || known.namedAt === null || (at !== null && at >= known.namedAt);
    });
  }

  /** Those of the feeds whose beginning is not known. */
  withoutStart(feeds: readonly Feed[]): DatedFeed[] {
    const wanted = new Set(feeds.map(feedName));
    return this.all.flatMap(({ feed, startsAt }) =>
      feed.kind !== 'timeline' && startsAt === null && wanted.has(feedName(feed)) ? [feed] : [],
    );
  }
}

function byName(feeds: readonly FeedState[]): Map<string, FeedState> {
  return new Map(feeds.map((state) => [feedName(state.feed), state]));
}
