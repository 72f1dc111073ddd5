import type { LoggedRequest } from '../../../src/simulator/request-log.js';
import { MOST_ON_THE_WAY } from '../../../src/sync/sync-pages.js';
import { parseGid } from '../../../src/values/gid.js';
import { type Instant, parseInstant } from '../../../src/values/instant.js';

/** A page by what makes it one: feed, filter and cursor. The same again is the same page again. */
export interface PageName {
  readonly feed: string;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly cursor: string | null;
}

export interface AskedPage {
  readonly page: string;
  readonly request: LoggedRequest;
}

export function pageName({ feed, from, to, cursor }: PageName): string {
  return [feed, from ?? '-', to ?? '-', cursor ?? '-'].join(' ');
}

/**
 * The pages that were asked for, as often as they were. Looking for what is new is none: from a bound on and open at the
 * top, it is another page each time.
 */
export function askedPages(requests: readonly LoggedRequest[]): AskedPage[] {
  return requests.flatMap((request) =>
    request.fields.flatMap(({ alias, field }) => {
      const name = nameOf(field, /^page(\d+)$/.exec(alias)?.[1], request);
      return name === null ? [] : [{ page: pageName(name), request }];
    }),
  );
}

function nameOf(field: string, index: string | undefined, { variables, receivedAt }: LoggedRequest): PageName | null {
  if (index === undefined) return null; // another question than for a page
  const value = (name: string) => (variables[`${name}${index}`] as string | undefined) ?? null;
  const instant = (name: string) => parseInstant(value(`createdAt${name}`) ?? value(`occurredAt${name}`) ?? '');
  const [from, to, cursor] = [instant('Min'), instant('Max'), value('after')];
  const isScan = cursor === null && from !== null && (to === null || to > receivedAt);
  if (isScan) return null;
  const appNumber = parseGid(value('id') ?? '')?.number ?? '';
  const feeds: Record<string, string> = { transactions: field, events: 'timeline', app: `events/${appNumber}` };
  return { feed: feeds[field] ?? field, from, to, cursor };
}

/** Those of the pages that were asked for more than once. */
export function repeated(pages: readonly AskedPage[]): string[] {
  const names = pages.map(({ page }) => page);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/**
 * The pages of requests that a sync may have had on its way at a moment of the simulator's clock: those that were not
 * answered, and of the others the last ones, which may not have been stored; so many as a sync has on its way at most.
 */
export function onTheWay(requests: readonly LoggedRequest[], atMs: number): string[] {
  const sent = requests.filter(({ monotonicMs }) => monotonicMs <= atMs);
  const answeredAtMs = ({ status, monotonicMs, durationMs }: LoggedRequest) =>
    status === null || durationMs === null ? Number.POSITIVE_INFINITY : monotonicMs + durationMs;
  const latestFirst = sent.toSorted((a, b) => (answeredAtMs(a) < answeredAtMs(b) ? 1 : -1));
  return askedPages(latestFirst.slice(0, MOST_ON_THE_WAY)).map(({ page }) => page);
}
