import type { LoggedRequest } from './request-log.js';
import type { Simulator } from './simulator.js';

/** What tests say to a simulator, over HTTP like everyone else. */
export interface Client {
  readonly organizationId: string;
  readonly token: string;
}

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: unknown[]; extensions?: object }[];
  };
}

export async function ask(
  { url }: Pick<Simulator, 'url'>,
  { organizationId, token }: Client,
  query: string,
  variables: object = {},
  version = '2026-07',
): Promise<Told> {
  const response = await fetch(`${url}/${organizationId}/api/${version}/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
    body: JSON.stringify({ query, variables }),
    redirect: 'manual',
  });
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Told['body'] };
}

/** @throws Error with the simulator's own words when the call is refused */
export async function control(
  { controlUrl }: Pick<Simulator, 'controlUrl'>,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${controlUrl}/control/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

export async function loggedRequests(simulator: Pick<Simulator, 'controlUrl'>, after = 0): Promise<LoggedRequest[]> {
  return ((await control(simulator, 'GET', `requests?after=${after}`)) as { requests: LoggedRequest[] }).requests;
}

/** A page of a connection, whatever it holds. */
export interface AnsweredPage<N> {
  readonly edges: { readonly cursor: string; readonly node: N }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** Walks a connection by the last edge's cursor, as every client must. */
export async function walk<N>(page: (after: string | null) => Promise<AnsweredPage<N>>): Promise<N[]> {
  const nodes: N[] = [];
  let after: string | null = null;
  for (;;) {
    const { edges, pageInfo }: AnsweredPage<N> = await page(after);
    nodes.push(...edges.map(({ node }) => node));
    after = edges.at(-1)?.cursor ?? null;
    if (!pageInfo.hasNextPage || after === null) return nodes;
  }
}

/** The most requests that any second saw, by the clock of who received them. */
export function busiestSecond(requests: readonly Pick<LoggedRequest, 'monotonicMs'>[]): number {
  const times = requests.map(({ monotonicMs }) => monotonicMs).sort((a, b) => a - b);
  let from = 0;
  return times.reduce((most, at, index) => {
    while (at - (times[from] ?? at) >= 1_000) from += 1;
    return Math.max(most, index - from + 1);
  }, 0);
}
