import { type Instant, instantToMs } from '../../../src/values/instant.js';

/** What owners are shown, as far as it is judged. */
export interface ShownStatus {
  readonly status: string;
  readonly phase: string;
  readonly lastSyncedAt: Instant | null;
  readonly nextSyncAt: Instant | null;
  readonly consecutiveFailures: number;
  readonly error: { readonly code: string } | null;
  readonly warnings: readonly { readonly code: string }[];
}

/** What is so: all is well, Shopify refuses the token, or it was disconnected. */
export type TrueStanding = 'well' | 'token refused' | 'disconnected';

/** As the product has it: two intervals without a whole look at the newest rows; half a minute behind its time. */
const STALE_AFTER_INTERVALS = 2;
const LATE_AFTER_MS = 30_000;

/**
 * I17: what is shown is what is so. A connection may be warned of while all is well: by the times that it shows itself.
 * @param nowMs when it was shown
 */
export function judgeStatus(
  shown: ShownStatus,
  standing: TrueStanding,
  { nowMs, intervalMs }: { readonly nowMs: number; readonly intervalMs: number },
): string[] {
  const { status, phase, error, consecutiveFailures, warnings, lastSyncedAt, nextSyncAt } = shown;
  const told = `${status}, ${phase}, ${error?.code ?? 'no error'}, ${consecutiveFailures} failures`;
  const found = isSo(shown, standing) ? [] : [`shown is ${told}, though it is ${standing}`];
  const ageMs = (at: Instant | null) => (at === null ? Number.POSITIVE_INFINITY : nowMs - instantToMs(at));
  const mayBe: Readonly<Record<string, boolean>> = {
    stale: ageMs(lastSyncedAt) > STALE_AFTER_INTERVALS * intervalMs,
    waiting_to_start: nextSyncAt !== null && ageMs(nextSyncAt) > LATE_AFTER_MS,
  };
  const untrue = standing === 'well' ? warnings.filter(({ code }) => mayBe[code] !== true) : [];
  return [
    ...found,
    ...untrue.map(({ code }) => `it is warned of as ${code}, and last synced at ${lastSyncedAt ?? 'no time'}`),
  ];
}

function isSo({ status, error, consecutiveFailures }: ShownStatus, standing: TrueStanding): boolean {
  switch (standing) {
    case 'well':
      return status === 'connected' && error === null && consecutiveFailures === 0;
    case 'token refused':
      return status === 'error' && error?.code === 'token_rejected';
    case 'disconnected':
      return status === 'disconnected';
  }
}
