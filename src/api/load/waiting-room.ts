import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { problemBody, PROBLEMS } from '../../contract/problems.js';
import { Shed } from './load-gate.js';

/** Those whose turn will not come in time, and a few more: what a gate lets through within its time to wait. */
const MOST_WAITING = 100;
const LOG_EVERY_MS = 1_000;

/**
 * Counts the requests that nobody has begun to carry out, and turns away the next ones at the door. A gate would refuse
 * them too, but only after their token was verified, which takes as long for each as an answer.
 */
export interface WaitingRoom {
  /** Goes before everything else, and answers those for whom there is no room. */
  readonly door: RequestHandler;
  /** Its turn has come. */
  leave(response: Response): void;
}

/** @param onShed is told of each that was turned away; the log only of how many, once a second */
export function createWaitingRoom(log: Logger, onShed: () => void): WaitingRoom {
  const waiting = new Set<Response>();
  let shed = 0;
  const note = () => {
    onShed();
    if (shed++ > 0) return;
    setTimeout(() => {
      log.warn({ count: shed }, 'requests were turned away: more was asked than can be done');
      shed = 0;
    }, LOG_EVERY_MS).unref();
  };
  return {
    door: (_request, response, next) => {
      if (waiting.size >= MOST_WAITING) {
        note();
        return turnAway(response);
      }
      waiting.add(response);
      // `prefinish` comes when it is answered, whether or not its client takes the answer.
      response.once('prefinish', () => waiting.delete(response)).once('close', () => waiting.delete(response));
      next();
    },
    leave: (response) => void waiting.delete(response),
  };
}

function turnAway(response: Response): void {
  const { code, extras } = new Shed();
  response
    .writeHead(PROBLEMS[code].status, {
      ...extras.headers,
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    })
    .end(JSON.stringify(problemBody(code, {}, randomUUID())));
}
