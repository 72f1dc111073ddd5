import { Agent, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PacedLoad {
  readonly url: string;
  readonly token: string;
  /** Answers a path, another each time. */
  readonly nextPath: () => string;
  /** What to post there, where it is no route to get. */
  readonly nextBody?: () => object;
  readonly seconds: number;
  readonly requestsPerSecond: number;
}

/**
 * Asks one route evenly, whether the requests before were answered or not, as many users do who know nothing of each
 * other: a load that waits for its answers never sees a queue, and one that sends a second's share at once sees nothing
 * else.
 * @returns milliseconds from when each request was due to the end of its answer
 * @throws when any answer is not a 200
 */
export async function pacedLoad({
  url,
  token,
  nextPath,
  nextBody,
  seconds,
  requestsPerSecond,
}: PacedLoad): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const latencies: Promise<number>[] = [];
  const beganMs = performance.now();
  const count = seconds * requestsPerSecond;
  try {
    while (latencies.length < count) {
      const dueMs = beganMs + (latencies.length / requestsPerSecond) * 1000;
      const aheadMs = dueMs - performance.now();
      if (aheadMs > 0) await sleep(aheadMs);
      const options = { agent, headers, method: nextBody === undefined ? 'GET' : 'POST' };
      const asked = ask(`${url}${nextPath()}`, options, nextBody && JSON.stringify(nextBody()));
      latencies.push(asked.then(() => performance.now() - dueMs));
    }
    return await Promise.all(latencies);
  } finally {
    agent.destroy();
  }
}

function ask(url: string, options: RequestOptions, body: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, options, (answer: IncomingMessage) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${answer.statusCode} instead of 200.`));
      });
    })
      .on('error', reject)
      .end(body);
  });
}
