import { z } from 'zod';
import type { RunningApi } from '../run/api-process.js';
import { ChangedMerchant, hasLeft, type Heard, type Listener } from './news.js';

const Changes = z.object({
  epoch: z.string(),
  last: z.number(),
  items: z.array(z.object({ merchant: ChangedMerchant.nullish() })),
});

/** Follows the feed as Convot does: from the beginning on, and then by requests that wait. */
export function followFeed({ url, token }: Pick<RunningApi, 'url' | 'token'>, heard: Heard): Listener {
  const controller = new AbortController();
  const ask = async (query: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/v1/changes?${query}`, { headers, signal: controller.signal });
    if (!answer.ok) throw new Error(`/v1/changes was answered with ${answer.status}.`);
    return Changes.parse(await answer.json());
  };
  let isReady: () => void = () => undefined;
  const caughtUp = new Promise<void>((resolve) => (isReady = resolve));
  const follow = async () => {
    let { epoch } = await ask('limit=1');
    let last = 0;
    while (!controller.signal.aborted) {
      // A request that waits is not answered before there is something: whoever has read all asks once without.
      const wait = last === 0 ? '0s' : '25s';
      const changes = await ask(`epoch=${epoch}&after=${last}&wait=${wait}`);
      const atMs = performance.now();
      for (const { merchant } of changes.items) if (merchant && hasLeft(merchant)) heard(merchant.shopNumber, atMs);
      ({ epoch, last } = changes);
      if (changes.items.length < 100) isReady();
    }
  };
  const following = follow().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return {
    ready: Promise.race([caughtUp, following]),
    stop: () => {
      controller.abort();
      return following;
    },
  };
}
