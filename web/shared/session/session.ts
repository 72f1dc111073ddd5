import { serverNow } from '../clock.js';
import { type Claims, readToken } from './claims.js';

export interface Session {
  /** Of the newest token; undefined until there is one. The same object until it says something else. */
  readonly claims: Claims | undefined;
  /** A token that is good for a few seconds at least. @throws `SessionOver` when none comes in time */
  token(): Promise<string>;
  /** A newer one than `refused`, which the api no longer takes. @throws `SessionOver` */
  renew(refused: string): Promise<string>;
  /** Called whenever the claims change. @returns a function that stops it */
  readonly subscribe: (listener: () => void) => () => void;
}

/** No token came. The page cannot be used until there is one. */
export class SessionOver extends Error {
  readonly code = 'session_over';
}

const TOKEN_TIMEOUT_MS = 10_000;
/** A token that ends within this is not sent any more: it might be over when it arrives. */
const EXPIRY_MARGIN_MS = 5_000;

/** Holds the access token of one page, in memory. */
export function createSession(source: TokenSource): Session {
  let token: string | undefined;
  let expiresAtMs = 0;
  let claims: Claims | undefined;
  const listeners = new Set<() => void>();
  const waiting = new Set<(token: string) => void>();

  source.listen((next) => {
    const read = readToken(next);
    if (read === undefined) return;
    token = next;
    expiresAtMs = read.expiresAtMs;
    const isNews = !isSame(claims, read.claims);
    if (isNews) claims = read.claims;
    for (const settle of waiting) settle(next);
    if (isNews) for (const listener of listeners) listener();
  });

  const isGood = () => expiresAtMs - serverNow() > EXPIRY_MARGIN_MS;

  async function next(): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (arrived: string) => {
        clearTimeout(timer);
        waiting.delete(settle);
        resolve(arrived);
      };
      const timer = setTimeout(() => {
        waiting.delete(settle);
        reject(new SessionOver());
      }, TOKEN_TIMEOUT_MS);
      waiting.add(settle);
    });
  }

  const ask = async () => {
    // One question, however many requests wait for the answer, which may come at once.
    const isFirst = waiting.size === 0;
    const arriving = next();
    if (isFirst) source.ask();
    return arriving;
  };

  return {
    get claims() {
      return claims;
    },
    token: async () => (token !== undefined && isGood() ? token : ask()),
    renew: async (refused) => (token !== undefined && token !== refused && isGood() ? token : ask()),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isSame(one: Claims | undefined, other: Claims): boolean {
  return one?.organizationId === other.organizationId && one.subject === other.subject && one.role === other.role;
}

/** Where access tokens come from. They are kept in memory only, and never in an address. */
export interface TokenSource {
  /** Called once. `take` is given every token that comes, asked for or not. */
  listen(take: (token: string) => void): void;
  /** Asks for a new one. It comes by `take`, or not at all. */
  ask(): void;
}
