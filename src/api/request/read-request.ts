import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { z } from 'zod';
import { ApiProblem, type ProblemCode, type ProblemPlace, PROBLEMS } from '../../contract/problems.js';
import { readStrictJson } from '../../values/strict-json.js';
import { DASHBOARD_URL } from '../schemas/connect-fields.js';

const MAX_BODY_BYTES = 16 * 1024;
const readRaw = express.raw({ type: () => true, limit: MAX_BODY_BYTES });
const JSON_TYPE = /^application\/json(\s*;\s*charset=("?)utf-8\2)?\s*$/i;

/** @throws ApiProblem `not_found`: a malformed id names nothing */
export function readParams(schema: z.ZodType, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new ApiProblem('not_found');
  return parsed.data;
}

/** @throws ApiProblem `invalid_query`, also for a parameter that is repeated or unknown */
export function readQuery(schema: z.ZodType, url: string): unknown {
  const start = url.indexOf('?');
  const text = start === -1 ? '' : url.slice(start + 1);
  checkPercentEncoding(text);
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in values) throw new ApiProblem('invalid_query', { errors: [{ code: 'repeated_parameter' }] });
    // Postgres takes no NUL in a text.
    if (value.includes('\0')) throw new ApiProblem('invalid_query');
    values[name] = value;
  }
  const parsed = schema.safeParse({ ...values });
  if (parsed.success) return parsed.data;
  throw new ApiProblem('invalid_query', {
    errors: parsed.error.issues.map(({ code, path }) =>
      code === 'unrecognized_keys'
        ? { code: 'unknown_parameter' }
        : { parameter: path.join('.'), code: 'invalid_query' },
    ),
  });
}

/**
 * The body, checked in this order: its type, its size, its form, its fields.
 * @returns the parsed value and the bytes that it was read from
 */
export async function readBody(
  schema: z.ZodType,
  request: Request,
  response: Response,
): Promise<{ value: unknown; bytes: Buffer }> {
  if (!hasBody(request)) {
    const empty = schema.safeParse({});
    if (empty.success) return { value: empty.data, bytes: Buffer.alloc(0) };
  }
  if (!JSON_TYPE.test(request.get('content-type') ?? '')) throw new ApiProblem('unsupported_media_type');
  await settled(readRaw, request, response);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const json = readStrictJson(bytes);
  if (json.outcome === 'malformed') throw new ApiProblem('malformed_json');
  if (json.outcome === 'reserved_key') throw new ApiProblem('unknown_field');
  const parsed = schema.safeParse(json.value);
  if (!parsed.success) throw refusedFields(parsed.error.issues);
  return { value: parsed.data, bytes };
}

function hasBody(request: Request): boolean {
  const length = request.get('content-length');
  return request.get('transfer-encoding') !== undefined || (length !== undefined && length !== '0');
}

/** The first refused field names the problem; an unknown field comes before all others. */
function refusedFields(issues: readonly z.core.$ZodIssue[]): ApiProblem {
  if (issues.some(({ code }) => code === 'unrecognized_keys')) return new ApiProblem('unknown_field');
  const errors: ProblemPlace[] = issues.map(({ path, message }) => ({
    pointer: `/${path.join('/')}`,
    code: message === DASHBOARD_URL ? DASHBOARD_URL : problemCode(message),
  }));
  return new ApiProblem(problemCode(issues[0]?.message ?? ''), { errors });
}

/** The schemas say their problem's code as the issue's message; what zod says by itself is no code of ours. */
function problemCode(message: string): ProblemCode {
  if (message === DASHBOARD_URL) return 'invalid_organization_id';
  return message in PROBLEMS ? (message as ProblemCode) : 'invalid_field';
}

function checkPercentEncoding(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw new ApiProblem('malformed_request');
  }
}

/** Runs one middleware and waits until it calls on, or fails with what it calls on with. */
export async function settled(middleware: RequestHandler, request: Request, response: Response): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const next = (error?: unknown) => {
      if (error === undefined || error === 'route' || error === 'router') resolve();
      // What Express middleware calls on with is not always an Error; it is passed on as it is.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      else reject(error);
    };
    void Promise.resolve(middleware(request, response, next)).catch(reject);
  });
}
