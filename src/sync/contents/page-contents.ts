import { createHash } from 'node:crypto';
import type { Feed } from '../../partner/pages/feed.js';
import type { Page } from '../../partner/pages/read-page.js';
import { displayName } from '../../values/bounded-text.js';
import { parseGid } from '../../values/gid.js';
import { type Instant, parseInstant, plusMs } from '../../values/instant.js';
import { decodeAppEvent, type Decoded, decodeTimelineEvent, decodeTransaction, jsonbText } from './decode-node.js';
import {
  type AppSighting,
  type PageAppEvent,
  type PageContents,
  type PageTimelineEvent,
  type PageTransaction,
  type QuarantinedRow,
  rowKey,
  type ShopSighting,
} from './rows.js';

// Clocks of two companies: a row that is less than this ahead of ours has happened.
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Turns a page into rows to store. A row that is damaged is set aside; the page goes on. A row that is dated in the
 * future is kept like any other, but says nothing yet of its shop, and moves no bound: the page counts as another one
 * once its time has come, and then does both.
 * @param now when the page was asked for, by database time
 */
export function pageContents(feed: Feed, { edges, hasNextPage, app, nodeTexts }: Page, now: Instant): PageContents {
  const latest = plusMs(now, CLOCKS_DIFFER_MS);
  let texts: readonly string[] | undefined;
  const received = (index: number) => (texts ??= nodeTexts())[index] ?? '';
  const nodes = edges.map(({ node }, index) => ({ node, raw: jsonbText(node), received: () => received(index) }));
  const rest = {
    lastCursor: edges.at(-1)?.cursor ?? null,
    hasNextPage,
    ...{ transactions: [], appEvents: [], timelineEvents: [] },
    app: app && { ...app, name: displayName(app.name) || null, at: now },
  };
  switch (feed.kind) {
    case 'transactions': {
      const { rows, toCome, ...found } = sortOut(nodes, decodeTransaction, latest);
      return { ...rest, ...found, digest: () => digestOf(nodes, toCome), transactions: rows };
    }
    case 'events': {
      const decode = (node: Node, raw: string | null) => decodeAppEvent(node, raw, feed.appNumber);
      const { rows, toCome, ...found } = sortOut(nodes, decode, latest);
      return { ...rest, ...found, digest: () => digestOf(nodes, toCome), appEvents: rows };
    }
    case 'timeline':
      return { ...rest, digest: () => digestOf(nodes, 0), ...timelineContents(nodes, latest) };
  }
}

type Node = Page['edges'][number]['node'];

interface ReceivedNode {
  readonly node: Node;
  /** Null when the database would not take it. */
  readonly raw: string | null;
  readonly received: () => string;
}

function digestOf(nodes: readonly ReceivedNode[], toCome: number): string {
  const hash = createHash('sha256');
  for (const { raw, received } of nodes) hash.update(raw ?? received()).update('\n');
  hash.update(String(toCome));
  return hash.digest('base64');
}

interface SortedOut<Row> {
  rows: Row[];
  shops: ShopSighting[];
  apps: AppSighting[];
  quarantined: QuarantinedRow[];
  /** How many of them are dated in the future. */
  toCome: number;
  newest: Instant | null;
  begins: Instant | null;
  ends: Instant | null;
  middle: Instant | null;
}

function sortOut<Row extends PageTransaction | PageAppEvent | PageTimelineEvent>(
  nodes: readonly ReceivedNode[],
  decode: (node: Node, raw: string | null) => Decoded<Row>,
  latest: Instant,
): SortedOut<Row> {
  const rows = new Map<string, Row>();
  const shops = new Map<string, ShopSighting>();
  const apps = new Map<string, AppSighting>();
  const quarantined: QuarantinedRow[] = [];
  const instants: Instant[] = [];
  let toCome = 0;
  for (const { node, raw, received } of nodes) {
    const decoded = decode(node, raw);
    if ('refused' in decoded) {
      quarantined.push({ ...decoded.refused, raw: received() });
      continue;
    }
    const { row, app, shop, at } = decoded;
    const isToCome = at > latest;
    if (isToCome) toCome += 1;
    else instants.push(at);
    // Postgres upserts no row twice in one statement; of copies on one page the first, the newest, counts.
    if (!rows.has(rowKey(row))) rows.set(rowKey(row), row);
    if (app !== null) sight(apps, isToCome ? { ...app, at: null } : app);
    if (shop !== null && !isToCome) shops.set(shop.shopNumber, seenAlso(shops.get(shop.shopNumber), shop));
  }
  return {
    rows: [...rows.values()],
    shops: [...shops.values()],
    apps: [...apps.values()],
    quarantined,
    toCome,
    ...span(instants),
  };
}

/** The newest sighting names the shop; the oldest tells since when it is known. */
function seenAlso(known: ShopSighting | undefined, seen: ShopSighting): ShopSighting {
  if (known === undefined) return seen;
  const newest = known.at < seen.at ? seen : known;
  return {
    ...newest,
    name: newest.name || known.name || seen.name,
    firstAt: known.firstAt < seen.firstAt ? known.firstAt : seen.firstAt,
  };
}

/** The newest sighting that names the app names it. Of two at one instant the first on the page is the newer. */
function sight(apps: Map<string, AppSighting>, seen: AppSighting): void {
  const known = apps.get(seen.appNumber);
  const isNews =
    known === undefined || known.name === null || (seen.name !== null && (known.at ?? '') < (seen.at ?? ''));
  if (isNews) apps.set(seen.appNumber, seen);
}

function timelineContents(nodes: readonly ReceivedNode[], latest: Instant) {
  const apps = new Map<string, AppSighting>();
  const instants: Instant[] = [];
  for (const { node } of nodes) {
    const { subject, occurredAt } = node;
    const dated = typeof occurredAt === 'string' ? parseInstant(occurredAt) : null;
    const at = dated !== null && dated > latest ? null : dated;
    if (at !== null) instants.push(at);
    if (typeof subject !== 'object' || subject === null || !('id' in subject) || !('name' in subject)) continue;
    const id = typeof subject.id === 'string' ? parseGid(subject.id) : null;
    if (id?.kind !== 'App' || typeof subject.name !== 'string') continue;
    sight(apps, { appNumber: id.number, name: displayName(subject.name) || null, at });
  }
  const { rows, quarantined } = sortOut(nodes.filter(isOfAppAndShop), decodeTimelineEvent, latest);
  return { timelineEvents: rows, shops: [], apps: [...apps.values()], quarantined, ...span(instants) };
}

/** Those of themes, and of no shop, are not stored. */
function isOfAppAndShop({ node: { shop, subject } }: ReceivedNode): boolean {
  return shop !== null && shop !== undefined && typeof subject === 'object' && subject !== null && 'id' in subject;
}

// One row with a wrong date must not make a window end far above what it has still to read.
const ROWS_THAT_TELL_THE_PLACE = 3;

/** Pages come newest first: the first and the last rows tell where a page begins and how far down it reaches. */
function span(known: readonly Instant[]): Pick<PageContents, 'newest' | 'begins' | 'ends' | 'middle'> {
  const first = known.slice(0, ROWS_THAT_TELL_THE_PLACE).sort();
  const last = known.slice(-ROWS_THAT_TELL_THE_PLACE).sort();
  return {
    ...{ newest: [...known].sort().at(-1) ?? null, begins: first[0] ?? null, ends: last.at(-1) ?? null },
    middle: known[known.length >> 1] ?? null,
  };
}
