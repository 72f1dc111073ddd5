import { EARLIEST, type Instant, instantFromMicros, instantToMicros } from '../../values/instant.js';
import type { NewWindow, SyncWindow, WindowChange } from './windows.js';

/** What is known of how dense a window is. */
export interface Density {
  /** Microseconds that a page spans where the window was read last, or at its upper end; null when nobody knows. */
  readonly spanAbove: number | null;
  /** The same where the window below it begins. */
  readonly spanBelow: number | null;
  /** Where the feed begins, as far as Shopify told. */
  readonly startsAt: Instant | null;
}

// Shopify's times are whole seconds: of one second no filter takes a part.
const SHORTEST_SPAN = 1_000_000;
// How far down a window is divided whose end nobody knows.
const PAGES_INTO_THE_UNKNOWN = 16;
// Rows may stand a little out of order: a part begins a little above where the one above it ends. In a burst that is a
// quarter of a page, or most of it would be read twice.
const MOST_OVERLAP = 10 * 60_000_000;
const OVERLAP_OF_A_PAGE = 1 / 4;

/** What is left of a window below the page that may be on its way. Microseconds. */
interface Rest {
  readonly top: number;
  readonly bottom: number;
  readonly spanAbove: number;
  readonly spanBelow: number;
}

/** How many pages a window is likely to have left below the one that may be on its way; 0 when nothing can be said. */
export function pagesLeft(window: SyncWindow, density: Density): number {
  const rest = restOf(window, density);
  return rest === null ? 0 : pagesOf(rest);
}

function pagesOf({ top, bottom, spanAbove, spanBelow }: Rest): number {
  const ratio = spanAbove / spanBelow;
  const mean = Math.abs(ratio - 1) < 1e-6 ? 1 : (ratio - 1) / Math.log(ratio);
  return ((top - bottom) / spanAbove) * mean;
}

/** Where so many parts of the same number of pages end, newest first, when density goes over evenly from above to below. */
export function placesToDivide(window: SyncWindow, density: Density, parts: number): Instant[] {
  const rest = restOf(window, density);
  if (rest === null) return [];
  const { top, bottom } = rest;
  const places = Array.from({ length: parts - 1 }, (_, index) => {
    const depth = depthOf((index + 1) / parts, rest.spanAbove / rest.spanBelow);
    return Math.floor((top - (top - bottom) * depth) / SHORTEST_SPAN) * SHORTEST_SPAN;
  });
  return places.filter((at, index) => at > bottom && at < (places[index - 1] ?? top)).map(instantFromMicros);
}

/** How far down, from 0 to 1, a share of the rows has been passed. @param ratio of the density below to that above */
function depthOf(share: number, ratio: number): number {
  return Math.abs(ratio - 1) < 1e-6 ? share : Math.log(1 + share * (ratio - 1)) / Math.log(ratio);
}

/** How dense it is at a place in between. */
export function spanAt(window: SyncWindow, density: Density, place: Instant): number | null {
  const rest = restOf(window, density);
  if (rest === null) return null;
  const depth = (rest.top - instantToMicros(place)) / (rest.top - rest.bottom);
  return rest.spanAbove * (rest.spanBelow / rest.spanAbove) ** Math.min(1, Math.max(0, depth));
}

/** Of a window in a burst: as it is above for so long, and then as it is on average. */
export interface Burst {
  readonly length: number;
  readonly span: number;
  readonly averageSpan: number;
}
export function burstPages(window: SyncWindow, density: Density, burst: Burst): number {
  const rest = restOf(window, density);
  if (rest === null) return 0;
  const length = Math.min(burst.length, rest.top - rest.bottom);
  return length / Math.max(burst.span, SHORTEST_SPAN) + (rest.top - rest.bottom - length) / burst.averageSpan;
}
export function burstPlaces(window: SyncWindow, density: Density, burst: Burst, parts: number): Instant[] {
  const rest = restOf(window, density);
  if (rest === null) return [];
  const length = Math.min(burst.length, rest.top - rest.bottom);
  const span = Math.max(burst.span, SHORTEST_SPAN);
  const inBurst = length / span;
  const all = burstPages(window, density, burst);
  const places = Array.from({ length: parts - 1 }, (_, index) => {
    const mass = ((index + 1) / parts) * all;
    const depth = mass <= inBurst ? mass * span : length + (mass - inBurst) * burst.averageSpan;
    return Math.floor((rest.top - depth) / SHORTEST_SPAN) * SHORTEST_SPAN;
  });
  return places.filter((at, index) => at > rest.bottom && at < (places[index - 1] ?? rest.top)).map(instantFromMicros);
}

function restOf(window: SyncWindow, { spanAbove, spanBelow, startsAt }: Density): Rest | null {
  const newest = window.reachedAt ?? window.to;
  const known = spanAbove ?? spanBelow;
  if (newest === null || known === null) return null;
  const oldest = window.stopAt ?? window.from ?? startsAt;
  // Whether there is anything at all down there its first page will tell.
  if (oldest === null && window.reachedAt === null) return null;
  const above = Math.max(spanAbove ?? known, SHORTEST_SPAN);
  const below = Math.max(spanBelow ?? known, SHORTEST_SPAN);
  const newestAt = instantToMicros(newest);
  const unknown = Math.max(newestAt - PAGES_INTO_THE_UNKNOWN * above, instantToMicros(EARLIEST));
  const bottom = oldest === null ? unknown : instantToMicros(oldest);
  const top = newestAt - above;
  return top <= bottom ? null : { top, bottom, spanAbove: above, spanBelow: below };
}

/** The window keeps its filter and cursor and ends where the first part below it begins; the parts have not begun. */
export function divided(window: SyncWindow, places: readonly Instant[], density: Density): WindowChange {
  const { feed, kind, from, stopAt, reachedAt, to } = window;
  const newest = reachedAt ?? to;
  const opens = places.map((place, index): NewWindow => {
    const span = spanAt(window, density, place) ?? MOST_OVERLAP;
    const overlap = Math.max(SHORTEST_SPAN, Math.min(MOST_OVERLAP, Math.floor(span * OVERLAP_OF_A_PAGE)));
    const at = instantToMicros(place);
    const highest = newest === null ? Infinity : instantToMicros(newest) - SHORTEST_SPAN;
    const begins = instantFromMicros(Math.max(at, Math.min(at + overlap, highest)));
    const below = places[index + 1] ?? stopAt ?? from;
    return { feed, kind, from: below, to: begins, stopAt: null, cursor: null, reachedAt: null };
  });
  return { was: window, becomes: { ...window, stopAt: places[0] ?? stopAt }, opens };
}
