import { UnexpectedAnswer } from './errors.js';

// A page of 100 rows is about 60 kB; eight pages in one answer stay far below.
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const NULL_BODY_STATUSES = [101, 204, 205, 304];

/**
 * `fetch` that trusts nobody: no redirect (fetch would forward the token header to the other host), the final address
 * compared, and the body read to its end here, decompressed and bounded, so that the caller's deadline covers all of it.
 */
export async function guardedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'error' });
  const asked = input instanceof Request ? input.url : new URL(input).href;
  if (response.redirected || response.url !== asked) throw new UnexpectedAnswer('it came from another address');
  const { status, headers } = response;
  const body = NULL_BODY_STATUSES.includes(status) ? null : await readBounded(response, init?.signal ?? null);
  return new Response(body, { status, headers });
}

async function readBounded(response: Response, signal: AbortSignal | null): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  const body: ReadableStream<Uint8Array> | null = response.body;
  const reader = body?.getReader();
  // Once the headers are here nobody but us holds the request: fetch's own tie to the signal may be collected as garbage.
  const cancel = () => void reader?.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel);
  try {
    for (;;) {
      const chunk = (await reader?.read())?.value;
      signal?.throwIfAborted();
      if (chunk === undefined) break;
      bytes += chunk.byteLength;
      if (bytes > MAX_BODY_BYTES) throw new UnexpectedAnswer('the body is too large');
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    cancel();
    if (hasCode(error, 'ERR_ENCODING_INVALID_ENCODED_DATA')) throw new UnexpectedAnswer('the body is not UTF-8');
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
