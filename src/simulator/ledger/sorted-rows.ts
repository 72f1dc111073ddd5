import type { LedgerRow } from './rows.js';

/** Where a row stands in its feed. Cursors carry it, so a page goes on at the right place while rows come and go. */
export type Position = Pick<LedgerRow, 'at' | 'tie' | 'feed'>;

export interface PageQuery<R> {
  /** Inclusive bounds, microseconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly order: 'newest first' | 'oldest first';
  readonly after?: Position | undefined;
  readonly before?: Position | undefined;
  readonly limit: number;
  /** `last` counts from the end of the range, `first` from its beginning. */
  readonly take: 'first' | 'last';
  readonly matches: (row: R) => boolean;
}

export interface Page<R> {
  readonly rows: R[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Rows in order of time. Pages are found by binary search, so the last page of a million rows costs what the first does. */
export class SortedRows<R extends Position> {
  /** Oldest first. */
  private rows: R[] = [];

  get all(): readonly R[] {
    return this.rows;
  }

  /** Adds many at once: one sort. */
  addAll(rows: readonly R[]): void {
    this.rows = [...this.rows, ...rows].sort(byPosition);
  }

  add(row: R): void {
    this.rows.splice(this.countBelow(row), 0, row);
  }

  remove(row: R): void {
    const index = this.countBelow(row);
    if (this.rows[index] === row) this.rows.splice(index, 1);
  }

  /** The rows of one instant. */
  at(instant: number): readonly R[] {
    const [from, to] = [-Infinity, Infinity].map((tie) => this.countBelow({ at: instant, tie, feed: 'event' }));
    return this.rows.slice(from, to);
  }

  page(query: PageQuery<R>): Page<R> {
    const newestFirst = query.order === 'newest first';
    // In terms of the array, oldest first: what `after` cuts off lies above when reading newest first.
    const [above, below] = newestFirst ? [query.after, query.before] : [query.before, query.after];
    const low = Math.max(
      query.from === undefined ? 0 : this.countBelow({ at: query.from, tie: -Infinity, feed: 'event' }),
      below === undefined ? 0 : this.countUpTo(below),
    );
    const high = Math.min(
      query.to === undefined ? this.rows.length : this.countBelow({ at: query.to, tie: Infinity, feed: 'event' }),
      above === undefined ? this.rows.length : this.countBelow(above),
    );
    const downwards = newestFirst === (query.take === 'first');
    const { rows, more } = this.walk(low, high, downwards, query);
    return query.take === 'first'
      ? { rows, hasNextPage: more, hasPreviousPage: query.after !== undefined }
      : { rows: rows.reverse(), hasNextPage: query.before !== undefined, hasPreviousPage: more };
  }

  private walk(low: number, high: number, downwards: boolean, { limit, matches }: PageQuery<R>) {
    const rows: R[] = [];
    const step = downwards ? -1 : 1;
    for (let index = downwards ? high - 1 : low; index >= low && index < high; index += step) {
      const row = this.rows[index];
      if (row === undefined || !matches(row)) continue;
      if (rows.length === limit) return { rows, more: true };
      rows.push(row);
    }
    return { rows, more: false };
  }

  /** How many rows stand strictly before this position. */
  private countBelow(position: Position): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.rows[middle];
      if (row !== undefined && byPosition(row, position) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private countUpTo(position: Position): number {
    const below = this.countBelow(position);
    const row = this.rows[below];
    return row !== undefined && byPosition(row, position) === 0 ? below + 1 : below;
  }
}

function byPosition(a: Position, b: Position): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.tie !== b.tie) return a.tie < b.tie ? -1 : 1;
  return a.feed === b.feed ? 0 : a.feed < b.feed ? -1 : 1;
}
