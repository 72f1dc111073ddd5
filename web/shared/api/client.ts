import { learnServerTime } from '../clock.js';
import { messages } from '../messages.en.js';
import { SessionOver, type Session } from '../session/session.js';
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

  async function call(path: string, init: RequestInit): Promise<Response> {
    const attempt = async (token: string) => {
      const headers = { ...(init.headers as Record<string, string> | undefined), Authorization: `Bearer ${token}` };
      const response = await fetch(path, { ...init, headers, cache: 'no-store', credentials: 'omit' });
      learnServerTime(response.headers.get('Date'));
      return response;
    };
    try {
      const token = await session.token();
      const response = await attempt(token);
      return response.status === 401 ? await attempt(await session.renew(token)) : response;
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
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
      const response = await call(path, { headers, ...(signal === undefined ? {} : { signal }) });
      if (response.status === 304 && before !== undefined) return before.body as T;
      if (!response.ok) throw await readProblem(response);
      const body = (await response.json()) as T;
      remember(path, response.headers.get('ETag'), body);
      return body;
    },
    async send<T>(method: 'POST' | 'DELETE', path: string, body?: object, idempotencyKey?: string) {
      const headers = {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      };
      const response = await call(path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw await readProblem(response);
      return (response.status === 204 ? undefined : await response.json()) as T;
    },
    async download(path, signal) {
      const response = await call(path, signal === undefined ? {} : { signal });
      if (!response.ok) throw await readProblem(response);
      return response.blob();
    },
  };
}
