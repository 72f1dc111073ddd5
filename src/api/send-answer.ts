import type { Response } from 'express';
import type { StoredAnswer } from '../store/idempotency.js';
import { problemBody, PROBLEMS, type ApiProblem } from './problems.js';

/** Sends an answer; a problem that is repeated for an Idempotency-Key keeps its media type. */
export function sendAnswer(response: Response, { status, body }: StoredAnswer): void {
  response.status(status);
  if (status === 204) response.end();
  else if (status >= 400) response.type('application/problem+json').send(JSON.stringify(body));
  else response.json(body);
}

export function sendProblem(response: Response, { code, extras }: ApiProblem, requestId: string): void {
  for (const [name, value] of Object.entries(extras.headers ?? {})) response.set(name, value);
  response.set('Cache-Control', 'no-store');
  sendAnswer(response, { status: PROBLEMS[code].status, body: problemBody(code, extras, requestId) });
}
