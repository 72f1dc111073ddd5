import { type ProblemCode, PROBLEMS } from '../../../src/contract/problems.js';
import { formatDuration } from '../format/time.js';
import { messages } from '../messages.en.js';
import type { Permission } from './types.js';

/** What the api said no with (RFC 9457), or what kept it from answering. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode | 'offline' | 'session_over',
    /** What happened and what to do, for the user. */
    readonly detail: string,
    /** Names the request in our logs; null when it never arrived. */
    readonly reference: string | null,
    readonly status: number,
    readonly permission: Permission | null = null,
    /** What is not known is being looked for at Shopify. */
    readonly refreshing = false,
  ) {
    super(code);
  }
}

/** The sentence of the api's own table, for what a page refuses by itself. */
function problemText(code: ProblemCode): string {
  return PROBLEMS[code].detail;
}

/** Reads an answer that is none of success. */
export async function readProblem(response: Response): Promise<Problem> {
  const json: unknown = await response.json().catch(() => null);
  const body = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const isOurs = typeof body['code'] === 'string' && body['code'] in PROBLEMS;
  const code = isOurs ? (body['code'] as ProblemCode) : 'internal';
  const { detail, instance, permission, refreshing } = body;
  return new Problem(
    code,
    wordsForPeople(code, response) ?? (isOurs && typeof detail === 'string' ? detail : wordsOfOthers(code)),
    isOurs && typeof instance === 'string' ? instance.replace('/requests/', '') : null,
    response.status,
    permission === 'view_financials' || permission === 'manage_apps' ? permission : null,
    refreshing === true,
  );
}

/** The answer of what stands before the api, such as a proxy's page, has no instance that could be sent to us. */
function wordsOfOthers(code: ProblemCode): string {
  return code === 'internal' ? messages.problems.unexpected : problemText(code);
}

/** For what the api's own sentence explains to programs only. */
function wordsForPeople(code: ProblemCode, { headers }: Response): string | undefined {
  const { sessionOver, tooMany, tooManyFor, inFlight } = messages.problems;
  if (code === 'unauthenticated') return sessionOver;
  if (code === 'idempotency_in_flight') return inFlight;
  if (code !== 'rate_limited') return undefined;
  const seconds = Number(headers.get('Retry-After') ?? 0);
  return seconds > 0 ? tooManyFor(formatDuration(seconds * 1_000)) : tooMany;
}
