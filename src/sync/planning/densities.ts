import { type Feed, feedName } from '../../partner/pages/feed.js';
import { ROWS_PER_PAGE } from '../../partner/pages/page-document.js';
import { EARLIEST, type Instant, instantToMicros } from '../../values/instant.js';
import type { PageContents } from '../contents/rows.js';
import type { Density, Run } from './division.js';
import type { SyncWindow } from './windows.js';

/** Of one window. */
type Known = Pick<Density, 'spanAbove' | 'spanBelow' | 'run'>;

const NOTHING: Known = { spanAbove: null, spanBelow: null, run: null };
// A page that spans so many times more or less than the ones above it is another stretch.
const ALIKE = 3;

/** How dense the feeds are, as far as this sync has read them. */
export class Densities {
  readonly #windows = new Map<string, Known>();
  /** Of each feed: how long a time was read, and how many full pages it would have filled. */
  readonly #read = new Map<string, { micros: number; pages: number }>();

  of(window: SyncWindow, startsAt: Instant | null): Density {
    const read = this.#read.get(feedName(window.feed));
    const averageSpan = read === undefined ? null : read.micros / read.pages;
    return { ...this.#known(window), averageSpan, startsAt };
  }

  /** A feed's newest page was read, and was not all of it. @param opened what it could not hold */
  headRead(feed: Feed, opened: readonly SyncWindow[], { begins, ends }: PageContents): void {
    if (opened.length === 0 || begins === null || ends === null) return;
    // A full page of one second spans none; a few rows at its ends tell, which may be out of order.
    const span = Math.max(0, instantToMicros(begins) - instantToMicros(ends));
    this.#add(feed, span, 1);
    const run = { since: begins, span, pages: 1 };
    for (const { id } of opened) this.#windows.set(id, { spanAbove: span, spanBelow: null, run });
  }

  /**
   * A page of a window was read. It tells how dense the window is, and what the one above it is to expect.
   * @param window as it was when the page was stored @param all that are open
   */
  pageRead(window: SyncWindow, contents: PageContents, all: readonly SyncWindow[]): void {
    const newest = window.reachedAt ?? window.to;
    const oldest = contents.hasNextPage ? contents.ends : lowerEnd(window);
    if (newest === null || oldest === null) return;
    const micros = Math.max(0, instantToMicros(newest) - instantToMicros(oldest));
    const pages = contents.hasNextPage ? 1 : rowsOf(contents) / ROWS_PER_PAGE;
    this.#add(window.feed, micros, pages);
    const span = micros / Math.max(pages, 1 / ROWS_PER_PAGE);
    const known = this.#known(window);
    this.#windows.set(window.id, { ...known, spanAbove: span, run: continued(known.run, newest, span) });
    const above = window.reachedAt === null ? windowAbove(window, all) : undefined;
    if (above !== undefined) this.#windows.set(above.id, { ...this.#known(above), spanBelow: span });
  }

  /** A window was divided. @param parts as the database has them, the window among them */
  divided(window: SyncWindow, parts: readonly SyncWindow[]): void {
    const known = this.#known(window);
    const [last] = [...parts].sort((a, b) => (lowerEnd(a) < lowerEnd(b) ? -1 : 1));
    for (const part of parts) {
      const spanAbove = part.id === window.id ? known.spanAbove : null;
      this.#windows.set(part.id, { ...known, spanAbove, spanBelow: part === last ? known.spanBelow : null });
    }
  }

  #known({ id }: SyncWindow): Known {
    return this.#windows.get(id) ?? NOTHING;
  }

  #add(feed: Feed, micros: number, pages: number): void {
    const name = feedName(feed);
    const read = this.#read.get(name) ?? { micros: 0, pages: 0 };
    this.#read.set(name, { micros: read.micros + micros, pages: read.pages + pages });
  }
}

/** The run goes on as long as pages are about as dense as its first one. */
function continued(run: Run | null, newest: Instant, span: number): Run {
  const goesOn = run !== null && span <= ALIKE * run.span && run.span <= ALIKE * span;
  return goesOn ? { ...run, pages: run.pages + 1 } : { since: newest, span, pages: 1 };
}

/** Where it ends. */
function lowerEnd({ stopAt, from }: SyncWindow): Instant {
  return stopAt ?? from ?? EARLIEST;
}

/** The window of the same feed that ends where this one begins. */
function windowAbove({ id, feed, kind, to }: SyncWindow, all: readonly SyncWindow[]): SyncWindow | undefined {
  if (to === null) return undefined;
  const isAbove = (other: SyncWindow) =>
    other.id !== id && other.kind === kind && feedName(other.feed) === feedName(feed) && lowerEnd(other) <= to;
  return all.filter(isAbove).sort((a, b) => (lowerEnd(a) < lowerEnd(b) ? 1 : -1))[0];
}

function rowsOf({ transactions, appEvents, timelineEvents, quarantined }: PageContents): number {
  return transactions.length + appEvents.length + timelineEvents.length + quarantined.length;
}
