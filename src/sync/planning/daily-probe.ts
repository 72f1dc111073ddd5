import { type Instant, plusMs } from '../../values/instant.js';

/** What decides when a sync asks for each permission by itself. */
export interface ProbeFacts {
  readonly now: Instant;
  /** Connecting asks for both. */
  readonly connectedAt: Instant;
  /** When a sync last began to, whatever came of it; null until one has. */
  readonly probesBegunAt: Instant | null;
  /** When Shopify last answered them. */
  readonly permissionsProbedAt: Instant | null;
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/**
 * Each day, and sooner where a page was refused in this sync, which need not mean the permission: one app that is refused
 * for good is no reason to ask with every cycle. What Shopify did not answer is asked for again an hour later.
 */
export function isProbeDue(
  { now, connectedAt, probesBegunAt, permissionsProbedAt }: ProbeFacts,
  wasRefused: boolean,
): boolean {
  const isOver = (since: Instant | null, ms: number) => since === null || plusMs(since, ms) <= now;
  const knownForMs = wasRefused ? HOUR_MS : DAY_MS;
  return isOver(probesBegunAt, HOUR_MS) && isOver(connectedAt, knownForMs) && isOver(permissionsProbedAt, knownForMs);
}
