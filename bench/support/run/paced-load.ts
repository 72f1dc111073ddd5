import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PacedLoad {
  readonly url: string;
  readonly token: string;
  /** Answers a path, another each time. */
  readonly nextPath: () => string;
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
export async function pacedLoad({ url, token, nextPath, seconds, requestsPerSecond }: PacedLoad): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: `Bearer ${token}` };
  const latencies: Promise<number>[] = [];
  const beganMs = performance.now();
  const count = seconds * requestsPerSecond;
  try {
    while (latencies.length < count) {
      const dueMs = beganMs + (latencies.length / requestsPerSecond) * 1000;
      const aheadMs = dueMs - performance.now();
      if (aheadMs > 0) await sleep(aheadMs);
      latencies.push(ask(`${url}${nextPath()}`, { agent, headers }).then(() => performance.now() - dueMs));
    }
    return await Promise.all(latencies);
  } finally {
    agent.destroy();
  }
}

function ask(url: string, options: { agent: Agent; headers: Record<string, string> }): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, options, (answer: IncomingMessage) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${answer.statusCode} instead of 200.`));
      });
    }).on('error', reject);
  });
}
