import autocannon from 'autocannon';

export interface FullLoad {
  readonly url: string;
  readonly token: string;
  /** Answers a path, another each time. */
  readonly nextPath: () => string;
  readonly connections: number;
  readonly seconds: number;
}

const PATHS_PER_CONNECTION = 500;

/**
 * Asks one route by many connections, each as soon as it was answered.
 * @returns milliseconds of each answer; autocannon's own histogram knows whole ones only
 * @throws when any answer is not a 200
 */
export async function fullLoad({ url, token, nextPath, connections, seconds }: FullLoad): Promise<number[]> {
  const latencies: number[] = [];
  const { errors, timeouts, non2xx } = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        duration: seconds,
        headers: { authorization: `Bearer ${token}` },
        setupClient: (client) => {
          client.setRequests(Array.from({ length: PATHS_PER_CONNECTION }, () => ({ path: nextPath() })));
        },
      },
      (error: Error | null, result) => (error === null ? resolve(result) : reject(error)),
    );
    instance.on('response', (_client, _status, _bytes, latencyMs) => latencies.push(latencyMs));
  });
  if (errors + timeouts + non2xx > 0) throw new Error(`${errors} errors, ${timeouts} timeouts, ${non2xx} refusals.`);
  return latencies;
}
