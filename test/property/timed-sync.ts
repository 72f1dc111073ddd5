import type { Feed } from '../../src/partner/pages/feed.js';
import { feedName } from '../../src/partner/pages/feed.js';
import { ROWS_PER_PAGE, type PageRequest } from '../../src/partner/pages/page-document.js';
import { RequestWidth } from '../../src/partner/pace/request-width.js';
import { Backlog } from '../../src/sync/planning/backlog.js';
import { moveAfter, type PlannedPage } from '../../src/sync/planning/plan.js';
import { MOST_ON_THE_WAY } from '../../src/sync/sync-pages.js';
import { instantFromMicros, instantToMicros } from '../../src/values/instant.js';
import { ModelStore } from './model-store.js';

export interface TimedOptions {
  readonly rows: ReadonlyMap<string, readonly number[]>;
  readonly feeds: readonly Feed[];
  readonly nowMicros: number;
  readonly latencyMs: number;
  readonly mostPages: number;
  readonly answerMsPerPage?: number;
  readonly storeMsPerPage?: number;
}

const SPACING_MS = 1_015 / 4;

export function timedSync(options: TimedOptions) {
  const { rows, feeds, nowMicros, latencyMs, mostPages, answerMsPerPage = 6, storeMsPerPage = 12 } = options;
  const store = new ModelStore(feeds, nowMicros / 1000);
  const width = new RequestWidth(mostPages);
  const backlog = new Backlog(store.plan, true);
  const now = instantFromMicros(nowMicros);
  let clock = 0;
  let storeFree = 0;
  const queue: { at: number; run: () => void }[] = [];
  const schedule = (at: number, run: () => void) => queue.push({ at, run });
  const sent: number[] = [];
  let onTheWay = 0;
  const figures = { requests: 0, pages: 0, empty: 0, rows: 0, seconds: 0, divisions: 0, mostWindows: 0, log: [] as string[] };
  const startsAsked = new Set<string>();

  const page = ({ feed, from, to, cursor }: PageRequest) => {
    const all = rows.get(feedName(feed)) ?? [];
    const low = from === null ? -Infinity : instantToMicros(from);
    const high = to === null ? Infinity : instantToMicros(to);
    let index = cursor === null ? firstAtOrBelow(all, high) : Number(cursor) + 1;
    const begin = index;
    while (index < all.length && index < begin + ROWS_PER_PAGE && (all[index] ?? 0) >= low) index += 1;
    const hasNextPage = index < all.length && (all[index] ?? 0) >= low;
    const found = all.slice(begin, index).map(instantFromMicros);
    return {
      rows: [],
      contents: {
        transactions: Array.from({ length: found.length }) as never[], appEvents: [], shops: [], apps: [], quarantined: [], app: null,
        newest: found[0] ?? null, begins: found[0] ?? null, ends: found.at(-1) ?? null,
        digest: () => String(index),
        lastCursor: found.length === 0 ? null : String(index - 1),
        hasNextPage,
      },
      count: found.length,
    };
  };

  const hasWork = () => startsLeft().length > 0 || backlog.hasWork(true);
  const startsLeft = () => process.env.STARTS ? feeds.filter((feed) => !startsAsked.has(feedName(feed))) as never : backlog.feedsWithoutStart().filter((feed) => !startsAsked.has(feedName(feed)));

  const pump = () => {
    if (!hasWork() || onTheWay >= MOST_ON_THE_WAY) return;
    const last = sent.at(-1);
    const fourth = sent.at(-4);
    const due = Math.max(sent.length < 2 ? 0 : (last ?? 0) + SPACING_MS, fourth === undefined ? 0 : fourth + 1_015);
    if (due > clock) { schedule(due, pump); return; }
    const starts = startsLeft();
    sent.push(clock);
    figures.requests += 1;
    onTheWay += 1;
    if (starts.length > 0) {
      for (const feed of starts) startsAsked.add(feedName(feed));
      schedule(clock + latencyMs, () => {
        for (const feed of starts) {
          const oldest = (rows.get(feedName(feed)) ?? []).at(-1);
          if (oldest === undefined) continue;
          const startsAt = instantFromMicros(oldest);
          store.noteStart(feed, startsAt);
          backlog.feeds.put(feed, { startsAt });
        }
        onTheWay -= 1;
        pump();
      });
      schedule(clock, pump);
      return;
    }
    const changes = backlog.divisions(width.pages);
    if (backlog.headsAreRead() && changes.length > 0) {
      figures.divisions += changes.length;
      const changed = store.change(1, changes);
      if (changed === false) throw new Error('changed');
      for (const [index, { was }] of changes.entries()) backlog.put(was, changed[index] ?? []);
    }
    const heads = backlog.nextHeads(Infinity, now, false);
    const pages = heads.length > 0 ? heads : backlog.nextWindows(width.pages, true);
    figures.mostWindows = Math.max(figures.mostWindows, backlog.windows.length);
    const sentAt = clock;
    const answers = pages.map((planned) => page(planned.request));
    figures.pages += pages.length;
    figures.empty += answers.filter(({ count }) => count === 0).length;
    figures.log.push(`${Math.round(clock)} ${pages.length} pages of ${backlog.windows.length} windows: ${pages.map((p, i) => (answers[i]?.count ?? 0)).join(' ')}`);
    schedule(clock + latencyMs + answerMsPerPage * pages.length, () => take(pages, answers, sentAt));
    schedule(clock, pump);
  };

  const take = (pages: readonly PlannedPage[], answers: ReturnType<typeof page>[], sentAt: number) => {
    const tookMs = clock - sentAt;
    pages.forEach((asked, index) => {
      const answer = answers[index];
      if (answer === undefined) return;
      storeFree = Math.max(storeFree, clock) + storeMsPerPage;
      schedule(storeFree, () => {
        const planned = backlog.current(asked);
        const move = moveAfter(planned, answer.contents, now);
        const left = store.store(1, answer, move, 0);
        if (left === false) throw new Error('stored');
        backlog.pageStored(planned, answer.contents, left);
        if (backlog.headsAreRead()) store.headScanned();
        figures.rows += answer.count;
        if (index === pages.length - 1) {
          backlog.release(pages);
          onTheWay -= 1;
          width.answered(pages.length, tookMs);
        }
        figures.seconds = clock / 1000;
        pump();
      });
    });
  };

  schedule(0, pump);
  let steps = 0;
  while (queue.length > 0) {
    queue.sort((a, b) => a.at - b.at);
    const next = queue.shift();
    if (next === undefined) break;
    clock = Math.max(clock, next.at);
    next.run();
    steps += 1;
    if (steps > 100_000) throw new Error('does not end');
  }
  const needed = feeds.reduce((sum, feed) => sum + Math.ceil((rows.get(feedName(feed))?.length ?? 0) / ROWS_PER_PAGE), 0);
  return { ...figures, needed, share: needed / 4 / figures.seconds, wasted: (figures.pages - needed) / figures.pages, left: store.plan.windows.length };
}

function firstAtOrBelow(sorted: readonly number[], high: number): number {
  let low = 0;
  let end = sorted.length;
  while (low < end) {
    const middle = (low + end) >> 1;
    if ((sorted[middle] ?? 0) > high) low = middle + 1;
    else end = middle;
  }
  return low;
}
