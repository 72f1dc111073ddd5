import { createHash } from 'node:crypto';
import { parseGid } from '../gid.js';
import { parseInstant, type Instant } from '../instant.js';
import type { Feed } from '../partner/feed.js';
import type { Page } from '../partner/read-page.js';
import { decodeAppEvent, decodeTransaction, type Decoded } from './decode-node.js';
import { displayText, jsonbText } from './jsonb-text.js';
import {
  rowKey,
  type AppEventRow,
  type AppSighting,
  type PageContents,
  type QuarantinedRow,
  type ShopSighting,
  type TransactionRow,
} from './rows.js';

/** Turns a page into rows to store. A row that is damaged is set aside; the page goes on. */
export function pageContents(feed: Feed, { edges, hasNextPage, app, nodeTexts }: Page): PageContents {
  let texts: readonly string[] | undefined;
  const received = (index: number) => (texts ??= nodeTexts())[index] ?? '';
  const nodes = edges.map(({ node }, index) => ({ node, raw: jsonbText(node), received: () => received(index) }));
  const rest = {
    digest: () => digestOf(nodes),
    lastCursor: edges.at(-1)?.cursor ?? null,
    hasNextPage,
    app: app && { ...app, name: displayText(app.name) },
  };
  switch (feed.kind) {
    case 'transactions': {
      const { rows, ...found } = sortOut(nodes, decodeTransaction);
      return { ...rest, ...found, transactions: rows, appEvents: [] };
    }
    case 'events': {
      const { rows, ...found } = sortOut(nodes, (node, raw) => decodeAppEvent(node, raw, feed.appNumber));
      return { ...rest, ...found, transactions: [], appEvents: rows };
    }
    case 'timeline':
      return { ...rest, ...timelineContents(nodes.map(({ node }) => node)) };
  }
}

type Node = Page['edges'][number]['node'];

interface ReceivedNode {
  readonly node: Node;
  /** Null when the database would not take it. */
  readonly raw: string | null;
  readonly received: () => string;
}

function digestOf(nodes: readonly ReceivedNode[]): string {
  const hash = createHash('sha256');
  for (const { raw, received } of nodes) hash.update(raw ?? received()).update('\n');
  return hash.digest('base64');
}

interface Found<Row> {
  rows: Row[];
  shops: ShopSighting[];
  apps: AppSighting[];
  quarantined: QuarantinedRow[];
  newest: Instant | null;
  begins: Instant | null;
  ends: Instant | null;
}

function sortOut<Row extends TransactionRow | AppEventRow>(
  nodes: readonly ReceivedNode[],
  decode: (node: Node, raw: string | null) => Decoded<Row>,
): Found<Row> {
  const rows = new Map<string, Row>();
  const shops = new Map<string, ShopSighting>();
  const apps = new Map<string, AppSighting>();
  const quarantined: QuarantinedRow[] = [];
  const instants: (Instant | null)[] = [];
  for (const { node, raw, received } of nodes) {
    const decoded = decode(node, raw);
    instants.push('refused' in decoded ? null : decoded.at);
    if ('refused' in decoded) {
      quarantined.push({ ...decoded.refused, raw: received() });
      continue;
    }
    const { row, app, shop } = decoded;
    // Postgres upserts no row twice in one statement; of copies on one page the first, the newest, counts.
    if (!rows.has(rowKey(row))) rows.set(rowKey(row), row);
    if (app !== null) apps.set(app.appNumber, app);
    if (shop !== null) shops.set(shop.shopNumber, seenAlso(shops.get(shop.shopNumber), shop));
  }
  return {
    rows: [...rows.values()],
    shops: [...shops.values()],
    apps: [...apps.values()],
    quarantined,
    ...span(instants),
  };
}

/** The newest sighting names the shop; the oldest tells since when it is known. */
function seenAlso(known: ShopSighting | undefined, seen: ShopSighting): ShopSighting {
  if (known === undefined) return seen;
  const newest = known.at < seen.at ? seen : known;
  return { ...newest, firstAt: known.firstAt < seen.firstAt ? known.firstAt : seen.firstAt };
}

function timelineContents(nodes: readonly Node[]) {
  const apps = new Map<string, AppSighting>();
  for (const { subject } of nodes) {
    if (typeof subject !== 'object' || subject === null || !('id' in subject) || !('name' in subject)) continue;
    const id = typeof subject.id === 'string' ? parseGid(subject.id) : null;
    if (id?.kind !== 'App' || typeof subject.name !== 'string') continue;
    apps.set(id.number, { appNumber: id.number, name: displayText(subject.name) });
  }
  const instants = nodes.map(({ occurredAt }) => (typeof occurredAt === 'string' ? parseInstant(occurredAt) : null));
  return { transactions: [], appEvents: [], shops: [], apps: [...apps.values()], quarantined: [], ...span(instants) };
}

// One row with a wrong date must not make a window end far above what it has still to read.
const ROWS_THAT_TELL_THE_PLACE = 3;

/** Pages come newest first: the first and the last rows tell where a page begins and how far down it reaches. */
function span(instants: readonly (Instant | null)[]): Pick<PageContents, 'newest' | 'begins' | 'ends'> {
  const known = instants.filter((instant) => instant !== null);
  const first = known.slice(0, ROWS_THAT_TELL_THE_PLACE).sort();
  const last = known.slice(-ROWS_THAT_TELL_THE_PLACE).sort();
  return { newest: [...known].sort().at(-1) ?? null, begins: first[0] ?? null, ends: last.at(-1) ?? null };
}
