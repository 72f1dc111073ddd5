import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type ApiProblem, problemBody, PROBLEMS } from '../../contract/problems.js';
import type { StoredAnswer } from './store-idempotency.js';

/** Sends an answer; a problem that is repeated for an Idempotency-Key keeps its media type. */
export function sendAnswer(response: Response, { status, body }: StoredAnswer): void {
  response.status(status);
  if (status === 204) response.end();
  else sendJson(response, JSON.stringify(body));
}

/** Sends what was read with an `ETag`, or 304 when the client has it already. */
export function sendRead(request: Request, response: Response, { status, body }: StoredAnswer): void {
  const text = JSON.stringify(body);
  const tag = `"${hash('sha256', text, 'base64url')}"`;
  response.status(status).set('ETag', tag);
  if (isKnown(request, tag)) response.status(304).end();
  else sendJson(response, text);
}

/**
 * Whether the client has it already, by its `If-None-Match`. Express would tell, but not for `fetch`: a request that
 * brings its own says `Cache-Control: no-cache` too, which Express obeys.
 */
export function isKnown(request: Request, tag: string): boolean {
  const known = (request.get('if-none-match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes(tag);
}

function sendJson(response: Response, text: string): void {
  response.type(response.statusCode >= 400 ? 'application/problem+json' : 'application/json').send(text);
}

export function sendProblem(response: Response, { code, extras }: ApiProblem, requestId: string): void {
  for (const [name, value] of Object.entries(extras.headers ?? {})) response.set(name, value);
  response.set('Cache-Control', 'no-store');
  sendAnswer(response, { status: PROBLEMS[code].status, body: problemBody(code, extras, requestId) });
}
