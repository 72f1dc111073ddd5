import { EARLIEST, type Instant, instantFromMicros, instantToMicros } from '../../values/instant.js';
import type { NewWindow, SyncWindow, WindowChange } from './windows.js';

/** What is known of how dense a window is. Spans are microseconds that a full page takes. */
export interface Density {
  /** Where the window was read last, or at its upper end; null when nobody knows. */
  readonly spanAbove: number | null;
  /** Where the window below it begins; null when nobody knows. */
  readonly spanBelow: number | null;
  /** The dense stretch that reaches down to it, or did when it was divided: from where, and how dense. */
  readonly run: { readonly since: Instant; readonly span: number; readonly pages: number } | null;
}

// Shopify's times are whole seconds: of one second no filter takes a part.
const SECOND = 1_000_000;
// How far down a window is divided whose end nobody knows.
const PAGES_INTO_THE_UNKNOWN = 16;
// Rows may stand a little out of order: a part begins a little above where the one above it ends. In a burst that is a
// quarter of a page, or most of it would be read twice.
const MOST_OVERLAP = 10 * 60_000_000;
const OVERLAP_OF_A_PAGE = 1 / 4;

/** How what is left of a window is expected to be: dense for a while, then sparse. Microseconds. */
export interface Outlook {
  readonly top: number;
  readonly bottom: number;
  readonly denseLength: number;
  readonly denseSpan: number;
  readonly sparseSpan: number;
}

/** @param persistence how many times as long as a dense stretch has lasted it is expected to go on */
export function outlook(
  window: SyncWindow,
  { spanAbove, spanBelow, run }: Density,
  startsAt: Instant | null,
  persistence: number,
  average: number | null,
): Outlook | null {
  const newest = window.reachedAt ?? window.to;
  const known = spanAbove ?? average;
  if (newest === null || known === null) return null;
  const oldest = window.stopAt ?? window.from ?? startsAt;
  // Whether there is anything at all down there its first page will tell.
  if (oldest === null && window.reachedAt === null) return null;
  const above = known;
  const newestAt = instantToMicros(newest);
  const unknown = Math.max(newestAt - PAGES_INTO_THE_UNKNOWN * above, instantToMicros(EARLIEST));
  const bottom = oldest === null ? unknown : instantToMicros(oldest);
  // The page that may be on its way.
  const top = Math.floor((newestAt - above - 1) / SECOND) * SECOND;
  if (top <= bottom) return null;
  const sparseSpan = Math.max(above, spanBelow ?? average ?? above, SECOND);
  const { pages = 1, since = newest } = run ?? {};
  if (above < SECOND) {
    // Of one second no filter takes a part; what is below it can be read beside it.
    return { top, bottom, denseLength: SECOND, denseSpan: SECOND / pages, sparseSpan: average ?? sparseSpan };
  }
  const lasted = spanAbove === null ? above : Math.max(above, instantToMicros(since) - newestAt);
  const denseLength = above >= sparseSpan ? 0 : Math.min(top - bottom, persistence * lasted);
  return { top, bottom, denseLength, denseSpan: above, sparseSpan };
}

/** How many pages a window is likely to have left below the one that may be on its way. */
export function pagesLeft({ top, bottom, denseLength, denseSpan, sparseSpan }: Outlook): number {
  return denseLength / denseSpan + (top - bottom - denseLength) / sparseSpan;
}

/** Where so many parts of the same number of pages end, newest first. */
export function placesToDivide(rest: Outlook, parts: number): Instant[] {
  const { top, bottom, denseLength, denseSpan, sparseSpan } = rest;
  const densePages = denseLength / denseSpan;
  const all = pagesLeft(rest);
  const places = Array.from({ length: parts - 1 }, (_, index) => {
    const pages = ((index + 1) / parts) * all;
    const depth = pages <= densePages ? pages * denseSpan : denseLength + (pages - densePages) * sparseSpan;
    return Math.floor((top - depth) / SECOND) * SECOND;
  });
  return places.filter((at, index) => at > bottom && at < (places[index - 1] ?? top)).map(instantFromMicros);
}

export function spanAt({ top, denseLength, denseSpan, sparseSpan }: Outlook, place: Instant): number {
  return top - instantToMicros(place) < denseLength ? denseSpan : sparseSpan;
}

/** The window keeps its filter and cursor and ends where the first part below it begins; the parts have not begun. */
export function divided(window: SyncWindow, places: readonly Instant[], rest: Outlook): WindowChange {
  const { feed, kind, from, stopAt, reachedAt, to } = window;
  const newest = reachedAt ?? to;
  const opens = places.map((place, index): NewWindow => {
    const overlap = Math.max(SECOND, Math.min(MOST_OVERLAP, Math.floor(spanAt(rest, place) * OVERLAP_OF_A_PAGE)));
    const at = instantToMicros(place);
    // What has the instant that the window has reached is read by itself.
    const highest = newest === null ? Infinity : instantToMicros(newest) - SECOND;
    const begins = instantFromMicros(Math.max(at, Math.min(at + overlap, highest)));
    const below = places[index + 1] ?? stopAt ?? from;
    return { feed, kind, from: below, to: begins, stopAt: null, cursor: null, reachedAt: null };
  });
  return { was: window, becomes: { ...window, stopAt: places[0] ?? stopAt }, opens };
}
