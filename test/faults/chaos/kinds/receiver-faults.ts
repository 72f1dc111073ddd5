import type { Scripted } from '../../../support/servers/webhook-receiver.js';
import type { FaultKind } from './fault.js';

const SLOW_MS = 4_000;
const MANY = 10_000;

const ANSWERS: Readonly<Record<string, Scripted>> = {
  'answers 503': 503,
  'is slow': (response) => void setTimeout(() => response.writeHead(204).end(), SLOW_MS),
  'breaks off': (response) => void response.socket?.resetAndDestroy(),
};

/** Convot's receiver, while shops leave. */
export const receiverFaults: readonly FaultKind[] = Object.entries(ANSWERS).map(([what, answer]) => ({
  name: `the receiver ${what}`,
  begin: ({ stage: { receiver }, accounts }) => {
    const before = receiver.received.length;
    receiver.answers = Array.from({ length: MANY }, () => answer);
    // There is something to tell.
    accounts.find(({ name }) => name === 'steady')?.loseNewShop();
    return Promise.resolve({
      bites: () => receiver.received.length - before,
      end: () => Promise.resolve(void (receiver.answers = [])),
    });
  },
}));
