import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler } from 'express';

/** Longer than any balancer or supervisor lets pass between two looks. */
const ASKED_LATELY_MS = 60_000;

/**
 * The first part of an api's end: `/readyz` is false, while requests are still taken, so that whoever sends them here finds
 * out before they are refused. Every answer ends its connection: a client that keeps it would come back on it.
 */
export class Leaving {
  #askedAtMs = -Infinity;
  #isLeaving = false;

  readonly sayGoodbye: RequestHandler = (_request, response, next) => {
    if (this.#isLeaving) response.set('Connection', 'close');
    next();
  };

  /** For `/readyz`. */
  isLeaving(): boolean {
    this.#askedAtMs = performance.now();
    return this.#isLeaving;
  }

  /** Leaves whoever asks so much time; none where nobody has asked lately. */
  async leave(forMs: number): Promise<void> {
    this.#isLeaving = true;
    if (performance.now() - this.#askedAtMs < ASKED_LATELY_MS) await sleep(forMs);
  }
}
