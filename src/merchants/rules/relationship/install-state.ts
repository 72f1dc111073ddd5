import type { Confidence } from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';
import { comparePlaced, type Order, order, type Placed } from '../words/order-at-one-instant.js';
import type { FoldEvent, FoldRow, FoldTransaction } from '../words/rows.js';

export type Relation = 'unknown' | 'installed' | 'uninstalled' | 'deactivated';

/** A relationship event that changed something. */
export interface RelationChange extends Placed {
  readonly kind: 'installed' | 'reinstalled' | 'uninstalled' | 'deactivated' | 'reactivated';
  /**
   * The row that says so; for an assumed reinstall or return the activation that cannot be without one, for an inferred
   * return the sale that shows it.
   */
  readonly row: FoldEvent | FoldTransaction;
  readonly confidence: Confidence;
}

const ORDERS: Record<RelationChange['kind'], Order> = {
  installed: order.installed,
  reinstalled: order.installed,
  uninstalled: order.uninstalled,
  deactivated: order.deactivated,
  reactivated: order.reactivated,
};

/**
 * How the relationship went: the last relationship event says what it is now, and one that says what already is
 * adds nothing. An activation while uninstalled or deactivated is also a reinstall or a return, *assumed*; a late sale of
 * what the closing took is a return, *inferred*. The next row that says so adds nothing.
 * Rule: Install state.
 * @param rows of the pair in the one order, without those of test charges
 * @param returningSales ids of the sales that show a return
 */
export function installHistory(rows: readonly FoldRow[], returningSales: ReadonlySet<string>): RelationChange[] {
  const changes: RelationChange[] = [];
  let relation: Relation = 'unknown';
  // An install does not lift a deactivation; the reactivation that follows still has to.
  let isClosed = false;
  for (const row of rows) {
    if (row.source === 'transaction' && !returningSales.has(row.id)) continue;
    const kind = changeBy(row, relation, isClosed);
    if (kind === null) continue;
    changes.push({
      kind,
      row,
      confidence: confidenceOfChange(row),
      at: row.at,
      order: ORDERS[kind],
      chargeNumber: null,
    });
    relation = relationAfter(kind);
    isClosed = kind === 'deactivated' || (isClosed && kind !== 'reactivated' && kind !== 'uninstalled');
  }
  return changes.sort(comparePlaced);
}

function changeBy({ type }: FoldRow, relation: Relation, isClosed: boolean): RelationChange['kind'] | null {
  switch (type) {
    case 'RELATIONSHIP_INSTALLED':
      if (relation === 'installed') return null;
      return relation === 'unknown' ? 'installed' : 'reinstalled';
    case 'RELATIONSHIP_UNINSTALLED':
      return relation === 'uninstalled' ? null : 'uninstalled';
    case 'RELATIONSHIP_DEACTIVATED':
      return relation === 'deactivated' ? null : 'deactivated';
    case 'RELATIONSHIP_REACTIVATED':
      return relation === 'installed' && !isClosed ? null : 'reactivated';
    case 'SUBSCRIPTION_CHARGE_ACTIVATED':
      if (isClosed) return 'reactivated';
      return relation === 'uninstalled' ? 'reinstalled' : null;
    case 'AppSubscriptionSale':
      return isClosed ? 'reactivated' : null;
    default:
      return null;
  }
}

function confidenceOfChange({ type }: FoldRow): Confidence {
  if (type === 'AppSubscriptionSale') return 'inferred';
  return type === 'SUBSCRIPTION_CHARGE_ACTIVATED' ? 'assumed' : 'stated';
}

export function relationAfter(kind: RelationChange['kind']): Relation {
  if (kind === 'uninstalled' || kind === 'deactivated') return kind;
  return 'installed';
}

/** The span of the relationship that is on, or was last. Rule: Always true, "install state". */
export function installSpan(changes: readonly RelationChange[]): {
  relation: Relation;
  installedAt: Instant | null;
  uninstalledAt: Instant | null;
} {
  let relation: Relation = 'unknown';
  let installedAt: Instant | null = null;
  let uninstalledAt: Instant | null = null;
  for (const { kind, at } of changes) {
    relation = relationAfter(kind);
    if (kind === 'installed' || kind === 'reinstalled') installedAt = at;
    if (kind === 'uninstalled') uninstalledAt = at;
    if (relation === 'installed') uninstalledAt = null;
  }
  return { relation, installedAt, uninstalledAt };
}
