import type { Policy } from './connection-activities.js';
import type { ConnectionFacts } from './connection-facts.js';

/** How a connection is, in a word: what operators sort their list by. */
export const CONNECTION_HEALTHS = ['ok', 'first_sync', 'failing', 'throttled', 'stale', 'stopped', 'paused'] as const;
export type ConnectionHealth = (typeof CONNECTION_HEALTHS)[number];

/** A sync may last a minute and clocks differ: however short the interval, less is not late. */
const LEAST_STALE_MS = 2 * 60_000;
/** The longest wait between two tries (connections/failures/judge-failure.ts): until then trying again may be all that is needed. */
const FAILING_PATIENCE_MS = 30 * 60_000;

/**
 * A connection's health, by what its rows say and by the time. Pure: workflows write it to Temporal's list, the command
 * line reads it from the rows.
 *
 * In this order: `stopped` syncs no more until somebody acts; `paused` until operators resume it; `throttled` waits because
 * Shopify asked for it; `stale` has had no whole sync for two intervals, or half an hour while failures say why; `failing`
 * failed last; `first_sync` has never been whole.
 *
 * On purpose not the warning `stale` of connections/view/connection-view.ts, which comes after two intervals in any case: that
 * tells users how old their figures are, this one tells operators who needs them.
 */
export function healthOf(
  facts: ConnectionFacts,
  { intervalMs }: Pick<Policy, 'intervalMs'>,
  nowMs: number,
): ConnectionHealth {
  if (facts.status !== 'connected') return 'stopped';
  if (facts.paused === true) return 'paused';
  if (facts.waitingUntil !== null && Date.parse(facts.waitingUntil) > nowMs) return 'throttled';
  const isFailing = facts.failure !== null;
  const patienceMs = Math.max(2 * intervalMs, isFailing ? FAILING_PATIENCE_MS : LEAST_STALE_MS);
  if (nowMs - freshAtMs(facts) > patienceMs) return 'stale';
  if (isFailing) return 'failing';
  return facts.firstSync === null ? 'ok' : 'first_sync';
}

/** A first sync is fresh while it gets on: its newest rows are whole long before all of them are. */
function freshAtMs({ connectedAt, succeededAt, lastSyncedAt, firstSync }: ConnectionFacts): number {
  const syncedAt = firstSync === null ? lastSyncedAt : succeededAt;
  return Math.max(...[connectedAt, syncedAt].map((at) => (at === null ? 0 : Date.parse(at))));
}
