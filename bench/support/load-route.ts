import autocannon from 'autocannon';
import { rounded } from './request-figures.js';

export interface Load {
  readonly url: string;
  readonly token: string;
  /** Answers a path, another each time. */
  readonly nextPath: () => string;
  readonly connections: number;
  readonly seconds: number;
  /** Of all connections together; without it as many as are answered. */
  readonly requestsPerSecond?: number;
}

export interface LoadFigures {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const PATHS_PER_CONNECTION = 500;

/** Asks one route by many connections. @throws when any answer is not a 200 */
export async function loadRoute(load: Load): Promise<LoadFigures> {
  const { url, token, nextPath, connections, seconds, requestsPerSecond } = load;
  const latenciesMs: number[] = [];
  const done = new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        duration: seconds,
        headers: { authorization: `Bearer ${token}` },
        ...(requestsPerSecond === undefined ? {} : { overallRate: requestsPerSecond, ignoreCoordinatedOmission: true }),
        setupClient: (client) => {
          client.setRequests(Array.from({ length: PATHS_PER_CONNECTION }, () => ({ path: nextPath() })));
        },
      },
      (error: Error | null, result) => (error === null ? resolve(result) : reject(error)),
    );
    // autocannon's own histogram knows whole milliseconds only.
    instance.on('response', (_client, _status, _bytes, latencyMs) => latenciesMs.push(latencyMs));
  });
  const { errors, timeouts, non2xx, duration } = await done;
  if (errors + timeouts + non2xx > 0) throw new Error(`${errors} errors, ${timeouts} timeouts, ${non2xx} refusals.`);
  const sorted = Float64Array.from(latenciesMs).sort();
  const percentile = (share: number) => rounded(sorted[Math.floor(share * (sorted.length - 1))] ?? NaN, 2);
  return {
    requestsPerSecond: Math.round(sorted.length / duration),
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
  };
}
