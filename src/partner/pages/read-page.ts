import { z } from 'zod';
import { fitsInto, MOST_BYTES } from '../../values/bounded-text.js';
import { parseGid } from '../../values/gid.js';
import { commonReason, type ErrorMeaning } from '../client/error-meaning.js';
import { UnexpectedAnswer } from '../client/errors.js';
import { JsonText } from '../client/json-text.js';
import type { PartnerAnswer } from '../client/partner-api.js';
import { pageAlias, type PageRequest } from './page-document.js';

export interface Edge {
  readonly cursor: string;
  /** The node as Shopify sent it. */
  readonly node: Readonly<Record<string, unknown>>;
}

export interface Page {
  readonly edges: readonly Edge[];
  readonly hasNextPage: boolean;
  /** The app whose events these are, with its name of today. */
  readonly app: { readonly appNumber: string; readonly name: string } | null;
  /** The text of each edge's node, as received. Looked for when it is asked for: whole rows do not need it. */
  readonly nodeTexts: () => readonly string[];
}

export type PageAnswer =
  | { readonly outcome: 'page'; readonly page: Page }
  /** An error under the page's alias. */
  | { readonly outcome: 'refused'; readonly meaning: ErrorMeaning }
  /** `app: null`: no such app, or not one of this organization. */
  | { readonly outcome: 'notVisible' }
  /** Not of the schema's shape, or paging that would never end: never half stored. */
  | { readonly outcome: 'damaged'; readonly what: string }
  /** Another page's error took the whole data away (`transactions` cannot be null): ask again without that page. */
  | { readonly outcome: 'missing' };

const Connection = z.object({
  edges: z.array(z.object({ cursor: z.string().min(1), node: z.record(z.string(), z.unknown()) })),
  pageInfo: z.object({ hasNextPage: z.boolean() }),
});
const App = z.object({ id: z.string(), name: z.string(), events: Connection });

/**
 * Takes the pages out of the answer to one request, in the order in which they were asked for.
 * @throws UnexpectedAnswer when none of them is there
 */
export function readPages(answer: PartnerAnswer, requests: readonly PageRequest[]): PageAnswer[] {
  const pages = requests.map((request, index) => readPage(answer, index, request));
  if (pages.every(({ outcome }) => outcome === 'missing')) {
    throw new UnexpectedAnswer('it holds none of the pages asked for');
  }
  return pages;
}

/** Takes one page out of an answer; its neighbours' errors are not its own. */
export function readPage(answer: PartnerAnswer, index: number, request: PageRequest): PageAnswer {
  const alias = pageAlias(index);
  const errors = answer.errors.filter((candidate) => candidate.alias === alias);
  if (errors.length > 0) return { outcome: 'refused', meaning: commonReason(errors).meaning };
  const value = answer.data[alias];
  if (value === undefined) return { outcome: 'missing' };
  const nodeTexts = (path: readonly string[]) => () => new JsonText(answer.text()).propertiesInList(path, 'node');
  if (request.feed.kind !== 'events') {
    // As a field is answered that may not be read, also where nothing says why.
    if (value === null) return { outcome: 'refused', meaning: 'unknown' };
    return readConnection(value, request, { app: null, nodeTexts: nodeTexts(['data', alias, 'edges']) });
  }
  if (value === null) return { outcome: 'notVisible' };
  const app = App.safeParse(value);
  const appNumber = app.success ? parseGid(app.data.id)?.number : undefined;
  if (!app.success || appNumber === undefined) return { outcome: 'damaged', what: 'an app is not of its shape' };
  if (appNumber !== request.feed.appNumber) return { outcome: 'damaged', what: 'it is of another app' };
  return readConnection(app.data.events, request, {
    app: { appNumber, name: app.data.name },
    nodeTexts: nodeTexts(['data', alias, 'events', 'edges']),
  });
}

function readConnection(value: unknown, request: PageRequest, rest: Pick<Page, 'app' | 'nodeTexts'>): PageAnswer {
  const connection = Connection.safeParse(value);
  if (!connection.success) return { outcome: 'damaged', what: 'a page is not of its shape' };
  const { edges, pageInfo } = connection.data;
  const last = edges.at(-1);
  if (pageInfo.hasNextPage && last === undefined) return { outcome: 'damaged', what: 'more is promised after nothing' };
  if (last !== undefined && last.cursor === request.cursor)
    return { outcome: 'damaged', what: 'the cursor stands still' };
  if (pageInfo.hasNextPage && last !== undefined && !isKept(last.cursor))
    return { outcome: 'damaged', what: 'the cursor is none that could be kept' };
  return { outcome: 'page', page: { edges, hasNextPage: pageInfo.hasNextPage, ...rest } };
}

/** Whether a column of text gives a cursor back as it was. */
function isKept(cursor: string): boolean {
  return fitsInto(cursor, MOST_BYTES.cursor) && !/\0|\p{Surrogate}/u.test(cursor);
}
