import { createHash } from 'node:crypto';
import { Pacer, REQUESTS_PER_SECOND } from './pacer.js';
import type { PartnerCredentials } from './partner-api.js';

/**
 * One pacer for each access token in this process: the limit is the API client's, whichever connection uses it.
 * @param requestsPerSecond raised by tests and benchmarks only
 */
export function createPacers(requestsPerSecond = REQUESTS_PER_SECOND): (credentials: PartnerCredentials) => Pacer {
  const pacers = new Map<string, WeakRef<Pacer>>();
  const finished = new FinalizationRegistry<string>((key) => {
    if (pacers.get(key)?.deref() === undefined) pacers.delete(key);
  });
  return ({ accessToken }) => {
    const key = createHash('sha256').update(accessToken.reveal()).digest('base64');
    const known = pacers.get(key)?.deref();
    if (known !== undefined) return known;
    const pacer = new Pacer(requestsPerSecond);
    pacers.set(key, new WeakRef(pacer));
    finished.register(pacer, key);
    return pacer;
  };
}
