import { createHash } from 'node:crypto';
import { parseGid } from '../gid.js';
import { parseInstant, type Instant } from '../instant.js';
import type { Feed } from '../partner/feed.js';
import type { Page } from '../partner/read-page.js';
import { decodeAppEvent, decodeTransaction, type Decoded } from './decode-node.js';
import type { AppEventRow, AppSighting, PageContents, QuarantinedRow, ShopSighting, TransactionRow } from './rows.js';

/** Turns a page into rows to store. A row that is damaged is set aside; the page goes on. */
export function pageContents(feed: Feed, page: Page): PageContents {
  const nodes = page.edges.map(({ node }) => node);
  const digest = createHash('sha256').update(JSON.stringify(nodes)).digest('base64');
  const rest = { digest, lastCursor: page.edges.at(-1)?.cursor ?? null, hasNextPage: page.hasNextPage, app: page.app };
  switch (feed.kind) {
    case 'transactions': {
      const { rows, ...found } = sortOut(nodes.map(decodeTransaction));
      return { ...rest, ...found, transactions: firstOf(rows, (row) => row.id), appEvents: [] };
    }
    case 'events': {
      const { rows, ...found } = sortOut(nodes.map((node) => decodeAppEvent(node, feed.appNumber)));
      return { ...rest, ...found, transactions: [], appEvents: firstOf(rows, appEventKey) };
    }
    case 'timeline':
      return { ...rest, ...timelineContents(nodes) };
  }
}

interface Found<Row> {
  rows: Row[];
  shops: ShopSighting[];
  apps: AppSighting[];
  quarantined: QuarantinedRow[];
  newest: Instant | null;
  oldest: Instant | null;
}

function sortOut<Row extends TransactionRow | AppEventRow>(decoded: readonly Decoded<Row>[]): Found<Row> {
  const rows: Row[] = [];
  const shops = new Map<string, ShopSighting>();
  const apps = new Map<string, AppSighting>();
  const quarantined: QuarantinedRow[] = [];
  for (const entry of decoded) {
    if ('refused' in entry) {
      quarantined.push(entry.refused);
      continue;
    }
    rows.push(entry.row);
    if (entry.app !== null) apps.set(entry.app.appNumber, entry.app);
    // The newest sighting names the shop.
    const known = entry.shop === null ? undefined : shops.get(entry.shop.shopNumber);
    if (entry.shop !== null && (known === undefined || known.at < entry.shop.at)) {
      shops.set(entry.shop.shopNumber, entry.shop);
    }
  }
  return {
    rows,
    shops: [...shops.values()],
    apps: [...apps.values()],
    quarantined,
    ...span(decoded.map(({ at }) => at)),
  };
}

function timelineContents(nodes: readonly Readonly<Record<string, unknown>>[]) {
  const apps = new Map<string, AppSighting>();
  for (const { subject } of nodes) {
    if (typeof subject !== 'object' || subject === null || !('id' in subject) || !('name' in subject)) continue;
    const id = typeof subject.id === 'string' ? parseGid(subject.id) : null;
    if (id?.kind !== 'App' || typeof subject.name !== 'string') continue;
    apps.set(id.number, { appNumber: id.number, name: subject.name });
  }
  const instants = nodes.map(({ occurredAt }) => (typeof occurredAt === 'string' ? parseInstant(occurredAt) : null));
  return { transactions: [], appEvents: [], shops: [], apps: [...apps.values()], quarantined: [], ...span(instants) };
}

function span(instants: readonly (Instant | null)[]): { newest: Instant | null; oldest: Instant | null } {
  const sorted = instants.filter((instant) => instant !== null).sort();
  return { newest: sorted.at(-1) ?? null, oldest: sorted[0] ?? null };
}

function appEventKey({ shopNumber, type, occurredAt, chargeId }: AppEventRow): string {
  return `${shopNumber} ${type} ${occurredAt} ${chargeId}`;
}

/** Postgres upserts no row twice in one statement; of copies on one page the first, the newest, counts. */
function firstOf<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(key(row))) first.set(key(row), row);
  return [...first.values()];
}
