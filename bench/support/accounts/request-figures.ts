import { ROWS_PER_PAGE } from '../../../src/partner/pages/page-document.js';
import type { LoggedRequest } from '../../../src/simulator/request-log.js';
import { rounded } from '../run/figures.js';

/** One page as it was asked for, and what came back. */
interface AskedPage {
  readonly field: string;
  /** Feed, filter and cursor: the same again is the same page again. */
  readonly key: string;
  readonly isHead: boolean;
  readonly rows: number;
}

export interface RequestFigures {
  readonly requests: number;
  readonly throttledRequests: number;
  /** Of 1. */
  readonly throttledShare: number;
  /** Whose answer never left the simulator: the worker was gone. */
  readonly unansweredRequests: number;
  readonly meanPagesPerRequest: number;
  /** Pages of transactions and app events that were answered. */
  readonly pages: number;
  readonly neededPages: number;
  readonly emptyPages: number;
  /** Pages with rows beyond those that the rows fill: of windows that end in mid page, or read again. */
  readonly surplusPages: number;
  /** Root `events`, from which apps are discovered. */
  readonly timelinePages: number;
  /** Pages of a walk that were answered more than once, by feed, cursor and filter. */
  readonly pagesReadAgain: number;
  /** Newest pages, which every sync looks at, asked for again in the same way. */
  readonly headsReadAgain: number;
}

/** What a sync asked the Partner API for, from the simulator's log. @param rowsOfFeeds the ledger's, feed by feed */
export function requestFigures(log: readonly LoggedRequest[], rowsOfFeeds: readonly number[]): RequestFigures {
  const answered = log.filter(({ status }) => status === 200);
  const throttled = log.filter(({ status }) => status === 429);
  const asked = answered.flatMap(askedPages);
  const pages = asked.filter(({ field }) => field !== 'events');
  const empty = pages.filter(({ rows }) => rows === 0);
  const needed = neededPages(rowsOfFeeds);
  return {
    requests: log.length,
    throttledRequests: throttled.length,
    throttledShare: rounded(throttled.length / Math.max(log.length, 1), 4),
    unansweredRequests: log.filter(({ status }) => status === null).length,
    meanPagesPerRequest: rounded(asked.length / Math.max(answered.length, 1), 2),
    pages: pages.length,
    neededPages: needed,
    emptyPages: empty.length,
    surplusPages: pages.length - empty.length - needed,
    timelinePages: asked.length - pages.length,
    pagesReadAgain: repeated(pages.filter(({ isHead }) => !isHead)),
    headsReadAgain: repeated(pages.filter(({ isHead }) => isHead)),
  };
}

/** The fewest pages that hold all rows. */
function neededPages(rowsOfFeeds: readonly number[]): number {
  return rowsOfFeeds.reduce((pages, rows) => pages + Math.ceil(rows / ROWS_PER_PAGE), 0);
}

/** Variables carry the index of the page that they belong to: `after3` is of `page3`. */
function askedPages({ fields, variables }: LoggedRequest): AskedPage[] {
  return fields.map(({ alias, field, rows }) => {
    const index = /\d+$/.exec(alias)?.[0] ?? '';
    const own = Object.entries(variables).filter(([name]) => /\d+$/.exec(name)?.[0] === index);
    const filter = own.map(([name, value]) => `${name.slice(0, -index.length)}=${String(value)}`).sort();
    const isHead = !filter.some((part) => /^(after|createdAtMax|occurredAtMax)=/.test(part));
    return { field, key: [field, ...filter].join(' '), isHead, rows };
  });
}

function repeated(pages: readonly AskedPage[]): number {
  return pages.length - new Set(pages.map(({ key }) => key)).size;
}
