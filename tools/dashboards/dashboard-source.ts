/** One query: PromQL, and what its lines are called. `$__rate_interval` is Grafana's: wide enough for two scrapes. */
export type Query = readonly [expression: string, legend: string];

export interface GraphSource {
  readonly title: string;
  /** Grafana's name of it (https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts). */
  readonly unit: 's' | 'ms' | 'd' | 'percentunit' | 'short' | 'bytes' | 'reqps' | 'cps' | 'ops';
  /** What it tells, where the title does not. */
  readonly description?: string;
  readonly queries: readonly Query[];
}

/** One page of Grafana: graphs, two side by side, below headings. */
export interface DashboardSource {
  /** Of its file and its address; never changed, links know it. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly { readonly title: string; readonly graphs: readonly GraphSource[] }[];
}
