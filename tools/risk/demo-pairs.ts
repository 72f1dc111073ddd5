import { type StoredEvent, toFoldEvent, toFoldTransaction } from '../../src/merchants/derive/input/decode-rows.js';
import { toFoldTimelineEvent } from '../../src/merchants/derive/input/decode-stated.js';
import type { RawRow } from '../../src/merchants/rules/words/rows.js';
import { isOnTimelineOnly, type LedgerRow, transactionGid } from '../../src/simulator/ledger/rows.js';
import { presentAppEvent } from '../../src/simulator/present/app-event.js';
import { presentTimelineEvent } from '../../src/simulator/present/timeline-event.js';
import { presentTransaction } from '../../src/simulator/present/transaction.js';
import { DEMO_ORGANIZATION_ID, demoWorld } from '../../src/simulator/worlds/demo/demo-world.js';
import { groupBy } from '../../src/values/group-by.js';
import { EARLIEST, type Instant, instantFromMicros } from '../../src/values/instant.js';

/** A row, and from when on Shopify showed it. */
export interface ShownRow {
  readonly row: RawRow;
  readonly shownAt: Instant;
}

/**
 * The demonstration's merchants, one app each: all that the three feeds ever tell of them. Answers of `activeSubscription`
 * are not here: they are of the day on which somebody asks.
 * @param anchor the world's today; two years lie before it
 */
export function demoPairs(anchor: Instant): readonly (readonly ShownRow[])[] {
  const { ledger } = demoWorld({ seed: 'demo', anchor }).found(DEMO_ORGANIZATION_ID);
  const told: readonly LedgerRow[] = [
    ...ledger.transactions.all,
    ...ledger.allEvents(),
    ...ledger.timeline.all.filter((row) => row.feed === 'event' && isOnTimelineOnly(row)),
  ];
  const ofMerchants = told.filter(({ app, shop }) => app !== null && shop !== null);
  const pairs = groupBy(ofMerchants, ({ app, shop }) => `${app?.number ?? ''}/${shop?.number ?? ''}`);
  return [...pairs.values()].map((rows) =>
    rows.flatMap((one) => {
      const row = readRow(one);
      return row === null ? [] : [{ row, shownAt: instantFromMicros(one.visibleAt) }];
    }),
  );
}

/** As a sync reads it. */
function readRow(row: LedgerRow): RawRow | null {
  const at = instantFromMicros(row.at);
  const requestedAt = EARLIEST;
  if (row.feed === 'transaction') {
    const raw = presentTransaction(row, (app) => app);
    return toFoldTransaction({ id: transactionGid(row), type: row.typename, createdAt: at, raw, requestedAt });
  }
  if (isOnTimelineOnly(row)) {
    const raw = presentTimelineEvent(row);
    return toFoldTimelineEvent({ id: `${row.tie}`, type: row.type, occurredAt: at, raw, requestedAt });
  }
  const stored: StoredEvent = {
    ...{ appNumber: row.app.number, shopNumber: row.shop.number, type: row.type, occurredAt: at, requestedAt },
    chargeId: row.charge === null ? '' : row.charge.id.split('/').slice(-2).join('/'),
    raw: presentAppEvent(row, (app) => app),
  };
  return toFoldEvent(stored);
}
