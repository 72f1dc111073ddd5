import { feedName } from '../../src/partner/pages/feed.js';
import type { PageRequest } from '../../src/partner/pages/page-document.js';
import type { PageContents } from '../../src/sync/contents/rows.js';
import { type Instant, instantFromMs, instantToMicros } from '../../src/values/instant.js';

/** A row of the model: where it stands, when it can be seen, and what it says. */
export interface ModelRow {
  readonly feed: string;
  readonly key: string;
  readonly atMs: number;
  readonly visibleAtMs: number;
  content: number;
}

/** A page as the planner sees it, with the rows that it brings. */
export interface ModelPage {
  readonly contents: PageContents;
  readonly rows: readonly { readonly key: string; readonly content: number }[];
}

const ROWS_PER_PAGE = 5;

/** The Partner API, reduced to what paging is: newest first, inclusive bounds, cursors that are positions under one filter. */
export class ModelShopify {
  readonly rows = new Map<string, ModelRow>();
  nowMs = Date.UTC(2026, 0, 1);
  #count = 0;

  /** @param ageMs how long ago it is dated; it can be seen from now on */
  add(feed: string, ageMs: number): void {
    this.#count += 1;
    const key = `${feed}/${String(this.#count).padStart(6, '0')}`;
    this.rows.set(key, { feed, key, atMs: this.nowMs - ageMs, visibleAtMs: this.nowMs, content: 0 });
  }

  correct(pick: number): void {
    const row = [...this.rows.values()][pick % Math.max(this.rows.size, 1)];
    if (row !== undefined) row.content += 1;
  }

  page({ feed, from, to, cursor }: PageRequest): ModelPage {
    const name = feedName(feed);
    const fromMs = from === null ? Number.NEGATIVE_INFINITY : ms(from);
    const toMs = to === null ? Number.POSITIVE_INFINITY : ms(to);
    const found = [...this.rows.values()]
      .filter((row) => row.feed === name && row.visibleAtMs <= this.nowMs)
      .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
      .sort((a, b) => b.atMs - a.atMs || (a.key < b.key ? 1 : -1));
    const filter = JSON.stringify([name, from, to]);
    if (cursor !== null && !cursor.endsWith(filter)) throw new Error(`${cursor} is no cursor of ${filter}`);
    const begin = cursor === null ? 0 : found.findIndex((row) => isBelow(row, cursor));
    const rest = begin < 0 ? [] : found.slice(begin);
    const page = rest.slice(0, ROWS_PER_PAGE);
    const instants = page.map(({ atMs }) => instantFromMs(atMs));
    const last = page.at(-1);
    // The planner counts them, and looks no further.
    const transactions = page.map(() => ({}) as PageContents['transactions'][number]);
    const empty = {
      ...{ transactions, appEvents: [], timelineEvents: [], shops: [], apps: [], quarantined: [] },
      app: null,
    };
    return {
      rows: page.map(({ key, content }) => ({ key, content })),
      contents: {
        ...empty,
        newest: instants[0] ?? null,
        begins: instants[0] ?? null,
        ends: instants.at(-1) ?? null,
        middle: instants[instants.length >> 1] ?? null,
        digest: () => JSON.stringify(page),
        lastCursor: last === undefined ? null : `${placeOf(last)} ${filter}`,
        hasNextPage: rest.length > page.length,
      },
    };
  }
}

function placeOf({ atMs, key }: ModelRow): string {
  return `${String(atMs).padStart(15, '0')} ${key}`;
}

function isBelow(row: ModelRow, cursor: string): boolean {
  return placeOf(row) < cursor.slice(0, placeOf(row).length);
}

function ms(instant: Instant): number {
  return Math.floor(instantToMicros(instant) / 1000);
}
