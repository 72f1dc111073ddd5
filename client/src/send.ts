import { pause } from './pause.js';

export interface SendOptions {
  /** Asked for each request, and again for each repetition; at most 15 minutes old. */
  readonly token: () => Promise<string> | string;
}

/** With the first. Longer than a restart of the api takes. */
const MOST_TRIES = 5;
/** Whoever is told to wait longer is answered so at once. */
const MOST_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 1_000;
/** Not carried out (429), not to an end (503), or still being answered under the same key (409 `idempotency_in_flight`). */
const WORTH_REPEATING: readonly number[] = [409, 429, 503];

/**
 * A `fetch` that signs in, and repeats what may be repeated: as the api says by `Retry-After`, or when no answer came. So
 * that it may, what changes something gets an `Idempotency-Key`, the same in every repetition.
 *
 * The token is in no request but the one that is sent: requests are handed back with their answers, and logged by many.
 */
export function createSend({ token }: SendOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID());
    }
    for (let tries = 1; ; tries++) {
      const isLast = tries === MOST_TRIES;
      const signedIn = request.clone();
      signedIn.headers.set('Authorization', `Bearer ${await token()}`);
      let waitMs: number | null;
      try {
        const response = await fetch(signedIn);
        // Read here: what is cut in its middle is no answer either.
        const body = await response.arrayBuffer();
        waitMs = askedToWaitMs(response);
        if (waitMs === null || isLast) return new Response(body.byteLength === 0 ? null : body, response);
      } catch (error) {
        if (request.signal.aborted || !isWithoutAnswer(error) || isLast) throw error;
        waitMs = FIRST_WAIT_MS * 2 ** (tries - 1);
      }
      await pause(waitMs, request.signal);
    }
  };
}

/** Null when the answer is not to be asked for again. */
function askedToWaitMs({ status, headers }: Response): number | null {
  const waitMs = Number(headers.get('Retry-After') ?? Number.NaN) * 1_000;
  return WORTH_REPEATING.includes(status) && waitMs <= MOST_WAIT_MS ? waitMs : null;
}

/**
 * Source: fetch.spec.whatwg.org, "fetch method": a network error rejects with a TypeError. By its name, because it may be
 * another realm's.
 */
function isWithoutAnswer(error: unknown): boolean {
  return (error as { name?: unknown } | undefined)?.name === 'TypeError';
}
