import type { ServerResponse } from 'node:http';

const deadlines = new WeakMap<ServerResponse, NodeJS.Timeout>();

/**
 * Cuts the connection when its client has not taken the whole answer in time: what an answer holds is held no longer
 * than that, however slowly somebody reads. Said again, the later time counts.
 */
export function cutAfter(response: ServerResponse, ms: number): void {
  const before = deadlines.get(response);
  if (before === undefined) response.once('close', () => clearTimeout(deadlines.get(response)));
  else clearTimeout(before);
  deadlines.set(
    response,
    setTimeout(() => response.destroy(), ms),
  );
}
