import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { StoredAnswer } from '../store/idempotency.js';
import { problemBody, PROBLEMS, type ApiProblem } from './problems.js';

/** Sends an answer; a problem that is repeated for an Idempotency-Key keeps its media type. */
export function sendAnswer(response: Response, { status, body }: StoredAnswer): void {
  response.status(status);
  if (status === 204) response.end();
  else if (status >= 400) response.type('application/problem+json').send(JSON.stringify(body));
  else response.json(body);
}

/**
 * Sends what was read with an `ETag`, or 304 when the client has it already. Express would do this, but not for
 * `fetch`: a request that brings its own `If-None-Match` says `Cache-Control: no-cache` too, which Express obeys.
 */
export function sendRead(request: Request, response: Response, answer: StoredAnswer): void {
  const tag = `"${createHash('sha256').update(JSON.stringify(answer.body)).digest('base64url')}"`;
  response.set('ETag', tag);
  const known = (request.get('if-none-match') ?? '').split(',').map((text) => text.trim().replace(/^W\//, ''));
  if (known.includes(tag)) response.status(304).end();
  else sendAnswer(response, answer);
}

export function sendProblem(response: Response, { code, extras }: ApiProblem, requestId: string): void {
  for (const [name, value] of Object.entries(extras.headers ?? {})) response.set(name, value);
  response.set('Cache-Control', 'no-store');
  sendAnswer(response, { status: PROBLEMS[code].status, body: problemBody(code, extras, requestId) });
}
