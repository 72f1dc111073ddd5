import type { ServerResponse } from 'node:http';
import { ApiProblem } from '../../contract/problems.js';

export interface GateLimits {
  /** How many are carried out at the same time. */
  readonly running: number;
  /** How many of them for one organization: its requests may all wait for the same row. */
  readonly ofOne: number;
  /** How long another one waits for its turn. */
  readonly waitMs: number;
}

/**
 * Bounds what is carried out at the same time, so that what is begun ends soon: in a queue without an end, such as that
 * before a pool of connections, everybody waits for everybody.
 */
export interface LoadGate {
  /**
   * Runs `work` when its turn comes. Organizations take turns, so that one that asks for much waits for itself.
   * @param response of the client that waits; when it goes away its turn goes to the next
   * @throws Shed when the turn does not come in time
   */
  run<T>(organizationId: string, response: ServerResponse, work: () => Promise<T>): Promise<T>;
}

type Begin = () => void;

export function createLoadGate({ running, ofOne, waitMs }: GateLimits): LoadGate {
  let free = running;
  const runningOf = new Map<string, number>();
  // The organization whose turn is next comes first.
  const queues = new Map<string, Set<Begin>>();

  const hasRoom = (organizationId: string) => free > 0 && (runningOf.get(organizationId) ?? 0) < ofOne;

  function seat(organizationId: string, change: 1 | -1): void {
    free -= change;
    const now = (runningOf.get(organizationId) ?? 0) + change;
    if (now === 0) runningOf.delete(organizationId);
    else runningOf.set(organizationId, now);
  }

  async function turn(organizationId: string, response: ServerResponse): Promise<void> {
    if (hasRoom(organizationId)) {
      seat(organizationId, 1);
      return;
    }
    const queue = queues.get(organizationId) ?? new Set();
    queues.set(organizationId, queue);
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        response.off('close', giveUp);
        queue.delete(begin);
        if (queue.size === 0) queues.delete(organizationId);
      };
      const begin = () => {
        leave();
        resolve();
      };
      const giveUp = () => {
        leave();
        reject(new Shed());
      };
      const timer = setTimeout(giveUp, waitMs);
      response.once('close', giveUp);
      queue.add(begin);
    });
  }

  /** Gives the seat to the first organization that waits and has not as many as it may have. */
  function passOn(): void {
    for (const [organizationId, queue] of queues) {
      const [begin] = queue;
      if (begin === undefined || !hasRoom(organizationId)) continue;
      seat(organizationId, 1);
      queues.delete(organizationId);
      if (queue.size > 1) queues.set(organizationId, queue);
      begin();
      return;
    }
  }

  return {
    run: async (organizationId, response, work) => {
      await turn(organizationId, response);
      try {
        return await work();
      } finally {
        seat(organizationId, -1);
        passOn();
      }
    },
  };
}

/** More is asked than can be done in time. Nothing was begun, so that the same request may be sent again. */
export class Shed extends ApiProblem {
  constructor() {
    // Not the same second for everybody: they would all come back at once.
    super('unavailable', { headers: { 'Retry-After': String(1 + Math.floor(Math.random() * 3)) } });
  }
}
