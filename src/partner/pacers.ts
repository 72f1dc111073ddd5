import { createHash } from 'node:crypto';
import { Pacer, REQUESTS_PER_SECOND } from './pacer.js';
import type { PartnerCredentials } from './partner-api.js';

// Longer than any wait between two requests of a sync; a pacer that rested so long has nothing to remember.
const REST_MS = 60_000;

/**
 * One pacer for each access token in this process: the limit is the API client's, whichever connection uses it.
 * @param requestsPerSecond raised by tests and benchmarks only
 */
export function createPacers(requestsPerSecond = REQUESTS_PER_SECOND): (credentials: PartnerCredentials) => Pacer {
  const pacers = new Map<string, Pacer>();
  return ({ accessToken }) => {
    const key = createHash('sha256').update(accessToken.reveal()).digest('base64');
    const known = pacers.get(key);
    if (known !== undefined) return known;
    forgetRested(pacers);
    const pacer = new Pacer(requestsPerSecond);
    pacers.set(key, pacer);
    return pacer;
  };
}

function forgetRested(pacers: Map<string, Pacer>): void {
  const restedSince = performance.now() - REST_MS;
  for (const [key, pacer] of pacers) if (pacer.usedAtMs < restedSince) pacers.delete(key);
}
