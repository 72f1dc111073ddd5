import type { Sql } from '../../postgres/sql.js';

/** One metric that is read rather than counted. */
export interface Declaration {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
  readonly labelNames?: readonly string[];
}

export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of a histogram: which of its parts. */
  readonly part?: 'bucket' | 'sum' | 'count';
}

/** What a collector may ask by. */
export interface CollectorScope {
  readonly sql: Sql;
  readonly intervalMs: number;
  readonly apiVersion: string;
}

/**
 * Some metrics that are read together, by one statement that ends soon whatever is stored: it runs at every scrape of
 * every worker, as the worker's role. A metric without samples is not shown.
 */
export interface Collector {
  /** By which `partner_sync_collector_failures_total` tells it. */
  readonly name: string;
  readonly metrics: Readonly<Record<string, Declaration>>;
  readonly read: (scope: CollectorScope) => Promise<Readonly<Record<string, readonly Sample[]>>>;
}

/** A collector whose `read` answers each of its metrics, and no other. */
export function collector<Key extends string>(made: {
  readonly name: string;
  readonly metrics: Readonly<Record<Key, Declaration>>;
  readonly read: (scope: CollectorScope) => Promise<Readonly<Record<Key, readonly Sample[]>>>;
}): Collector {
  return made;
}

/** One sample without labels; none for what is not known. */
export function single(value: number | null): readonly Sample[] {
  return value === null ? [] : [{ value }];
}
