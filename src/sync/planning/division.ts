import { EARLIEST, type Instant, instantFromMicros, instantToMicros } from '../../values/instant.js';
import type { NewWindow, SyncWindow, WindowChange } from './windows.js';

/** What is known of how dense a window is. Spans are the microseconds that a full page takes, or would take. */
export interface Density {
  /** Where it was read last; null before its first page. */
  readonly spanAbove: number | null;
  /** Where the window below it begins; null when nobody knows. */
  readonly spanBelow: number | null;
  /** The stretch of about one density that has been read down to it. */
  readonly run: Run | null;
  /** Of all that was read of its feed; null when nothing was. */
  readonly averageSpan: number | null;
  /** Where the feed begins, as far as Shopify told. */
  readonly startsAt: Instant | null;
}

export interface Run {
  /** Its upper end. */
  readonly since: Instant;
  readonly span: number;
  readonly pages: number;
}

/**
 * What is left of a window below the page that may be on its way: as dense as it is now for a while, then as sparse as
 * where it ends. Microseconds.
 */
interface Outlook {
  readonly top: number;
  readonly bottom: number;
  readonly denseLength: number;
  readonly denseSpan: number;
  readonly sparseSpan: number;
}

// Shopify's times are whole seconds: of one second no filter takes a part.
const SECOND = 1_000_000;
// A part of fewer pages is hardly worth it: the last page of each is filled by half only.
const FEWEST_PAGES = 1.25;
// Of a window one page is being read, or is about to be: what is left for it below that is a page less than a part's.
const PAGES_AHEAD = 1;
// That page may end a little above where it is expected to; the window shall not need another one for so little.
const LEAST_LEFT = 0.2;
// How far down a window is divided whose end nobody knows.
const PAGES_INTO_THE_UNKNOWN = 16;
// A burst is expected to go on for so many times as long as it has. Between two and ten it makes little difference
// (docs/decisions.md).
const PERSISTENCE = 4;
// Rows may stand a little out of order: a part begins a little above where the one above it ends. In a burst that is a
// quarter of a page, or most of it would be read twice.
export const MOST_OVERLAP = 10 * 60 * SECOND;
const OVERLAP_OF_A_PAGE = 1 / 4;

/** A window that may be divided. */
export interface Divisible {
  readonly window: SyncWindow;
  readonly density: Density;
}

/**
 * Divides windows into `missing` more, or fewer: each part goes to the window that then has most left for each of its
 * parts. One that cannot be divided keeps no other one whole.
 */
export function divisions(divisible: readonly Divisible[], missing: number): WindowChange[] {
  const plans = divisible.flatMap(({ window, density }) => {
    const rest = outlook(window, density);
    return rest === null ? [] : [{ window, rest, pages: pagesOf(rest), places: [] as number[], isFull: false }];
  });
  for (let left = missing; left > 0;) {
    const [largest] = plans
      .filter((plan) => !plan.isFull && pagesOfEach(plan) >= FEWEST_PAGES)
      .sort((a, b) => pagesOfEach(b) - pagesOfEach(a));
    if (largest === undefined) break;
    const places = placesOf(largest.rest, largest.places.length + 2);
    if (places.length > largest.places.length) {
      left -= 1;
      largest.places = places;
    } else {
      // Of one second there are no parts, however many pages it takes: others get them.
      largest.isFull = true;
    }
  }
  return plans.flatMap(({ window, rest, places }) => (places.length === 0 ? [] : [divided(window, rest, places)]));
}

/** How many pages each part has after one more division. */
function pagesOfEach({ pages, places }: { readonly pages: number; readonly places: readonly number[] }): number {
  return (pages + PAGES_AHEAD) / (places.length + 2);
}

function outlook(window: SyncWindow, density: Density): Outlook | null {
  const { spanAbove, averageSpan } = density;
  const newest = window.reachedAt ?? window.to;
  const above = spanAbove ?? averageSpan;
  if (newest === null || above === null) return null;
  const bottom = bottomOf(window, density, instantToMicros(newest) - PAGES_INTO_THE_UNKNOWN * above);
  const top = Math.floor((instantToMicros(newest) - above - 1) / SECOND) * SECOND;
  if (bottom === null || top <= bottom) return null;
  if (above < SECOND) return belowOneSecond(top, bottom, density);
  const sparseSpan = Math.max(above, density.spanBelow ?? averageSpan ?? above);
  const lasted = density.run === null ? 0 : instantToMicros(density.run.since) - instantToMicros(newest);
  const burst = above < sparseSpan ? PERSISTENCE * Math.max(above, lasted) : 0;
  return { top, bottom, denseLength: Math.min(burst, top - bottom), denseSpan: above, sparseSpan };
}

/** What is read now are rows of one second, nobody knows how many; what is below it is as it is on average. */
function belowOneSecond(top: number, bottom: number, { run, averageSpan }: Density): Outlook {
  const pages = run?.pages ?? 1;
  return {
    top,
    bottom,
    denseLength: SECOND,
    denseSpan: SECOND / pages,
    sparseSpan: Math.max(averageSpan ?? 0, SECOND),
  };
}

/** @returns null when the window was not read yet and nobody knows its end: its first page will tell */
function bottomOf(window: SyncWindow, { startsAt }: Density, unknown: number): number | null {
  const oldest = window.stopAt ?? window.from ?? startsAt;
  if (oldest !== null) return instantToMicros(oldest);
  return window.reachedAt === null ? null : Math.max(unknown, instantToMicros(EARLIEST));
}

/** How many pages are likely to be there. */
function pagesOf({ top, bottom, denseLength, denseSpan, sparseSpan }: Outlook): number {
  return denseLength / denseSpan + (top - bottom - denseLength) / sparseSpan;
}

/** Where all but the last of so many parts end that are read in the same time, newest first; whole seconds. */
function placesOf(rest: Outlook, parts: number): number[] {
  const { top, bottom, denseLength, denseSpan, sparseSpan } = rest;
  const densePages = denseLength / denseSpan;
  const places = Array.from({ length: parts - 1 }, (_, index) => {
    const pages = Math.max(LEAST_LEFT, ((index + 1) / parts) * (pagesOf(rest) + PAGES_AHEAD) - PAGES_AHEAD);
    const depth = pages <= densePages ? pages * denseSpan : denseLength + (pages - densePages) * sparseSpan;
    return Math.floor((top - depth) / SECOND) * SECOND;
  });
  return places.filter((place, index) => place > bottom && place < (places[index - 1] ?? top));
}

/** The window keeps its filter and cursor and ends where the first part below it begins; the parts have not begun. */
function divided(window: SyncWindow, rest: Outlook, places: readonly number[]): WindowChange {
  const { feed, kind, from, stopAt, reachedAt, to } = window;
  const newest = reachedAt ?? to;
  // The instant that the window has reached is the window's own: it may take several pages.
  const highest = newest === null ? Number.POSITIVE_INFINITY : instantToMicros(newest) - SECOND;
  const stops = places.map(instantFromMicros);
  const opens = places.map((place, index): NewWindow => {
    const begins = Math.max(place, Math.min(place + overlapAt(place, rest), highest));
    const below = stops[index + 1] ?? stopAt ?? from;
    return { feed, kind, from: below, to: instantFromMicros(begins), stopAt: null, cursor: null, reachedAt: null };
  });
  return { was: window, becomes: { ...window, stopAt: stops[0] ?? stopAt }, opens };
}

function overlapAt(place: number, { top, denseLength, denseSpan, sparseSpan }: Outlook): number {
  const span = top - place < denseLength ? denseSpan : sparseSpan;
  return Math.min(MOST_OVERLAP, Math.max(SECOND, Math.floor(span * OVERLAP_OF_A_PAGE)));
}
