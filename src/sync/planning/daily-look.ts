import { type Instant, plusMs } from '../../values/instant.js';

/** What decides when a sync asks for each permission by itself. */
export interface LookFacts {
  readonly now: Instant;
  /** Connecting asks for both. */
  readonly connectedAt: Instant;
  /** When a sync last did; null until one has. */
  readonly permissionsProbedAt: Instant | null;
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/**
 * Each day, and sooner where a page was refused in this sync, which need not mean the permission: one app that is refused
 * for good is no reason to ask with every cycle.
 */
export function isLookDue({ now, connectedAt, permissionsProbedAt }: LookFacts, wasRefused: boolean): boolean {
  const last = permissionsProbedAt !== null && permissionsProbedAt > connectedAt ? permissionsProbedAt : connectedAt;
  return plusMs(last, wasRefused ? HOUR_MS : DAY_MS) <= now;
}
