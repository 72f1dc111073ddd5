import { randomUUID } from 'node:crypto';

/** One HTTP answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

function refused(status: number, message: string, code: string, headers?: Readonly<Record<string, string>>): Answer {
  return json(status, { errors: [{ message, extensions: { code } }] }, headers);
}

/** The bodies that Shopify documents, word for word. */
export const refusals = {
  invalidToken: () => refused(401, 'Invalid access token', '401'),
  invalidVersion: () => refused(404, 'Invalid API version', '404'),
  queryTooLong: () => refused(400, 'Maximum query length is 50000 characters', '400'),
  malformed: (message: string) => refused(400, message, '400'),
  throttled: (form: 'http' | 'body', retryAfter: string | null) =>
    refused(
      form === 'http' ? 429 : 200,
      'Too many requests',
      '429',
      retryAfter === null ? {} : { 'retry-after': retryAfter },
    ),
  internal: () =>
    refused(
      200,
      'Internal error. Looks like something went wrong on our end. ' +
        `Request ID: ${randomUUID()} (include this in support requests).`,
      '500',
    ),
  forbidden: (message: string, code: string | null) =>
    json(403, { errors: [{ message, ...(code === null ? {} : { extensions: { code } }) }] }),
} as const;
