import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import type { RunningApi } from '../run/api-process.js';

// The api takes twenty a minute of an organization.
const PAUSE_MS = 3_100;
const NO_SUCH_APP = 404;

/**
 * Adds apps by hand that are not there, again and again: Shopify is asked for each, while the syncs ask, too.
 * @returns milliseconds that each took
 * @throws when one is answered otherwise
 */
export async function probe(
  api: RunningApi,
  { organizationId, connectionId }: ConnectionIdentity,
  endMs: number,
): Promise<number[]> {
  const tookMs: number[] = [];
  for (let app = 9_000_001; performance.now() < endMs; app += 1) {
    const beganMs = performance.now();
    const appId = `gid://partners/App/${app}`;
    const status = await api.post(organizationId, `/v1/connections/${connectionId}/apps`, { appId });
    if (status !== NO_SUCH_APP) throw new Error(`An app that is not there was answered with ${status}.`);
    tookMs.push(performance.now() - beganMs);
    await sleep(Math.max(0, Math.min(PAUSE_MS, endMs - performance.now())));
  }
  return tookMs;
}
