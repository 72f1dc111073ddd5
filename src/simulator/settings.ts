/** A version in `publicApiVersions`. Unsupported ones are served too; what is not listed is answered 404. */
export interface ApiVersion {
  readonly handle: string;
  readonly supported: boolean;
  /** Fields that it does not have, as `PageInfo.hasNextPage`: queries that ask for them are refused. */
  readonly without?: readonly string[] | undefined;
}

/** What the control API may change while the simulator runs. */
export interface Settings {
  /** Every answer takes at least so long. */
  latencyMs: number;
  /** Requests a token may make in any second; null is no limit. Shopify's is 4. */
  requestsPerSecond: number | null;
  /** Whether a throttle comes as status 429 or in a 200 body: Shopify's documentation shows both. */
  throttleForm: 'http' | 'body';
  /** Sent with a throttle when set; Shopify documents none. */
  retryAfter: string | null;
  versions: readonly ApiVersion[];
}

/** Every listed version is answered by the schema of 2026-07, the only one held here, less what it is said to be without. */
export const defaultSettings: Settings = {
  latencyMs: 0,
  requestsPerSecond: 4,
  throttleForm: 'http',
  retryAfter: null,
  versions: [
    { handle: '2026-01', supported: true },
    { handle: '2026-04', supported: true },
    { handle: '2026-07', supported: true },
    { handle: '2026-10', supported: true },
    { handle: 'unstable', supported: false },
  ],
};
