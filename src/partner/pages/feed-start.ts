import { z } from 'zod';
import { partnerAppGid } from '../../values/gid.js';
import { type Instant, parseInstant } from '../../values/instant.js';
import type { PartnerAnswer } from '../client/partner-api.js';
import type { Feed } from './feed.js';
import type { PageDocument } from './page-document.js';

/** Feeds whose rows carry times of their own. */
export type DatedFeed = Exclude<Feed, { kind: 'timeline' }>;

/** Asks for the oldest row of each feed: pages come newest first, so it is the last one. */
export function startDocument(feeds: readonly DatedFeed[]): PageDocument {
  const variables: Record<string, unknown> = {};
  const selections = feeds.map((feed, index) => {
    if (feed.kind === 'transactions')
      return `start${index}: transactions(last: 1) { edges { node { at: createdAt } } }`;
    variables[`id${index}`] = partnerAppGid(feed.appNumber);
    return `start${index}: app(id: $id${index}) { events(last: 1) { edges { node { at: occurredAt } } } }`;
  });
  const names = Object.keys(variables).map((name) => `$${name}: ID!`);
  const head = names.length === 0 ? '' : `(${names.join(', ')})`;
  return { document: [`query Starts${head} {`, ...selections, '}'].join('\n'), variables };
}

const Edges = z.object({ edges: z.array(z.object({ node: z.object({ at: z.string() }) })) });
const Start = z.union([Edges, z.object({ events: Edges }).transform(({ events }) => events)]);

/** What was answered, feed by feed; null where nothing usable was. */
export function readStarts(answer: PartnerAnswer, feeds: readonly DatedFeed[]): (Instant | null)[] {
  return feeds.map((_, index) => {
    const start = Start.safeParse(answer.data[`start${index}`]);
    const at = start.success ? start.data.edges.at(-1)?.node.at : undefined;
    return at === undefined ? null : parseInstant(at);
  });
}
