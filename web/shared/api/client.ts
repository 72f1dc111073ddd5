import { learnServerTime } from '../clock.js';
import { messages } from '../messages.en.js';
import { type Session, SessionOver } from '../session/session.js';
import { Problem, readProblem } from './problem.js';

export interface ApiClient {
  /** @throws Problem */
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  /** Sent once, whatever happens: `idempotencyKey` makes a second try of the same press harmless. @throws Problem */
  send<T>(method: 'POST' | 'DELETE', path: string, body?: object, idempotencyKey?: string): Promise<T>;
  /** @throws Problem */
  download(path: string, signal?: AbortSignal): Promise<Blob>;
}

/** Answers that are kept for asking whether they still hold. */
const KEPT = 50;

/** The api, for one session: brings the token, renews it once when it is refused, and asks again by `ETag`. */
export function createApiClient(session: Session): ApiClient {
  const known = new Map<string, { etag: string; body: unknown }>();
  session.subscribe(() => known.clear());

  async function call<T>(path: string, init: RequestInit, read: (response: Response) => Promise<T>): Promise<T> {
    const reader = session.claims;
    const attempt = async (token: string) => {
      // What one user has begun is not finished in the name of another.
      if (session.claims !== reader) throw new SessionOver();
      const headers = { ...(init.headers as Record<string, string> | undefined), Authorization: `Bearer ${token}` };
      const response = await fetch(path, { ...init, headers, cache: 'no-store', credentials: 'omit' });
      learnServerTime(response.headers.get('Date'));
      return response;
    };
    try {
      const token = await session.token();
      const first = await attempt(token);
      const response = first.status === 401 ? await attempt(await session.renew(token)) : first;
      if (!response.ok && response.status !== 304) throw await readProblem(response);
      return await read(response);
    } catch (error) {
      if (error instanceof Problem || init.signal?.aborted === true) throw error;
      if (error instanceof SessionOver) throw new Problem('session_over', messages.problems.sessionOver, null, 401);
      throw new Problem('offline', messages.problems.offline, null, 0);
    }
  }

  function remember(path: string, etag: string | null, body: unknown): void {
    known.delete(path);
    if (etag === null) return;
    known.set(path, { etag, body });
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  }

  return {
    async get<T>(path: string, signal?: AbortSignal) {
      const before = known.get(path);
      const headers = before === undefined ? {} : { 'If-None-Match': before.etag };
      return call(path, { headers, ...(signal === undefined ? {} : { signal }) }, async (response) => {
        if (response.status === 304 && before !== undefined) return before.body as T;
        const body = (await response.json()) as T;
        remember(path, response.headers.get('ETag'), body);
        return body;
      });
    },
    async send<T>(method: 'POST' | 'DELETE', path: string, body?: object, idempotencyKey?: string) {
      const headers = {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return call(path, init, async (response) => (response.status === 204 ? undefined : await response.json()) as T);
    },
    async download(path, signal) {
      return call(path, signal === undefined ? {} : { signal }, (response) => response.blob());
    },
  };
}
