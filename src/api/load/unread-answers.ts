import type { ServerResponse } from 'node:http';
import { Shed } from './load-gate.js';

const MEGABYTE = 1024 * 1024;
const MOST_OF_ONE = 32 * MEGABYTE;
const MOST_OF_ALL = 128 * MEGABYTE;

/** What clients have not taken yet of their answers lies in our memory; whoever has too much of it gets no more. */
export interface UnreadAnswers {
  /** @throws Shed */
  refuseMore(organizationId: string): void;
  /** Counts these bytes until the answer is taken or its connection ends. */
  count(organizationId: string, response: ServerResponse, bytes: number): void;
}

export function createUnreadAnswers(): UnreadAnswers {
  const ofOne = new Map<string, number>();
  let ofAll = 0;
  const change = (organizationId: string, bytes: number) => {
    ofAll += bytes;
    const now = (ofOne.get(organizationId) ?? 0) + bytes;
    if (now === 0) ofOne.delete(organizationId);
    else ofOne.set(organizationId, now);
  };
  return {
    refuseMore: (organizationId) => {
      if (ofAll > MOST_OF_ALL || (ofOne.get(organizationId) ?? 0) > MOST_OF_ONE) throw new Shed();
    },
    count: (organizationId, response, bytes) => {
      if (bytes === 0 || response.closed) return;
      change(organizationId, bytes);
      response.once('close', () => change(organizationId, -bytes));
    },
  };
}
