import type { ServerResponse } from 'node:http';
import type { Scripted } from '../../../support/servers/webhook-receiver.js';
import type { FaultKind } from './fault.js';

const SLOW_MS = 4_000;
const MANY = 10_000;

const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'answers 503': (response) => void response.writeHead(503).end(),
  'is slow': (response) => void setTimeout(() => response.writeHead(204).end(), SLOW_MS),
  'breaks off': (response) => void response.socket?.resetAndDestroy(),
};

/** Convot's receiver, while shops leave. */
export const receiverFaults: readonly FaultKind[] = Object.entries(ANSWERS).map(([what, answer]) => ({
  name: `the receiver ${what}`,
  target: 'receiver',
  begin: ({ stage: { receiver }, accounts }) => {
    let times = 0;
    const counted: Scripted = (response) => {
      times += 1;
      answer(response);
    };
    receiver.answers = Array.from({ length: MANY }, () => counted);
    // There is something to tell.
    accounts.find(({ name }) => name === 'steady')?.loseNewShop();
    return Promise.resolve({
      bites: () => times,
      end: () => Promise.resolve(void (receiver.answers = [])),
    });
  },
}));
