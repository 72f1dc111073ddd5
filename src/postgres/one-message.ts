import { isListOfValues, writeArray } from './arrays.js';

/** What of a statement of postgres.js 3.4.9 says how it is sent. */
interface Sendable {
  describeFirst?: unknown;
  readonly onlyDescribe?: boolean;
  readonly statement: { readonly types: readonly number[] };
  readonly parameters: readonly unknown[];
}

/**
 * Has a statement sent in one message, whole, also when its connection has not seen it before.
 *
 * postgres.js first asks for the types of its parameters and then gives them. A session whose host is frozen or gone just
 * between the two is busy in the server's eyes: no timeout of a statement or of an idle transaction ends it, and its locks
 * are held for as long as the host is. What it wants the types for is only how to write arrays and objects; arrays are
 * written before, and a statement with a bare object is still asked about.
 */
export function sendInOneMessage(statement: object): void {
  const sendable = statement as Sendable;
  let isAsked: unknown;
  let isDecided = false;
  Object.defineProperty(sendable, 'describeFirst', {
    set(wish: unknown) {
      isAsked = wish;
      isDecided = false;
    },
    get() {
      // Once: the answer fills in the types.
      if (!isDecided && Boolean(isAsked)) isAsked = sendable.onlyDescribe === true || !isWritten(sendable);
      isDecided = true;
      return isAsked;
    },
  });
}

/** A parameter as it is to be handed to postgres.js. */
export function writtenValue<T>(value: T): T | string {
  return isListOfValues(value) ? writeArray(value) : value;
}

function isWritten({ statement: { types }, parameters }: Sendable): boolean {
  return parameters.every((value, place) => (types[place] ?? 0) !== 0 || typeof value !== 'object' || value === null);
}
