import { createHmac } from 'node:crypto';
import { deriveKey } from '../../connections/keys/installation-key.js';
import { ApiProblem, problemBody, PROBLEMS } from '../../contract/problems.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import type { Secret } from '../../values/secret.js';
import { KEY_HELD_MS } from '../load/deadlines.js';
import { problemOf } from './problem-of.js';
import { claimKey, type HeldKey, keepAnswer, releaseKey, type StoredAnswer } from './store-idempotency.js';

export interface RepeatableRequest {
  readonly organizationId: string;
  /** The `Idempotency-Key` header; undefined runs the request unprotected. */
  readonly key: string | undefined;
  /** What makes two requests the same: method, path and body. */
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array;
  readonly requestId: string;
}

/** Runs a request once, however often it is sent with the same key within a day: the repetition gets the first answer. */
export type Once = (request: RepeatableRequest, run: () => Promise<StoredAnswer>) => Promise<StoredAnswer>;

/** The `Idempotency-Key` header. */
export const KEY = /^[\x21-\x7e]{1,255}$/;

export function createOnce(sql: Sql, installationKey: Secret): Once {
  const hashKey = deriveKey(installationKey, 'convot/idempotency/v1');
  return async (request, run) => {
    const { key, organizationId } = request;
    if (key === undefined) return run();
    if (!KEY.test(key)) throw new ApiProblem('malformed_request');
    // Keyed: a token may stand in the body, or where the key belongs, and a plain hash would let a reader of the table
    // test guesses. No method is called `key`, so that the two never are hashes of the same.
    const hash = (first: string, rest: Uint8Array | string) =>
      createHmac('sha256', hashKey).update(`${first}\n`).update(rest).digest('base64url');
    const keyHash = hash('key', key);
    const requestHash = hash(`${request.method} ${request.path}`, request.body);
    const claim = await withTenant(sql, organizationId, (tenant) =>
      claimKey(tenant, keyHash, requestHash, KEY_HELD_MS),
    );
    switch (claim.outcome) {
      case 'answered':
        return claim.answer;
      case 'reused':
        throw new ApiProblem('idempotency_key_reused');
      case 'in_flight':
        throw new ApiProblem('idempotency_in_flight', { headers: { 'Retry-After': '1' } });
      case 'claimed':
        return keep(sql, request, claim.held, run);
    }
  };
}

async function keep(
  sql: Sql,
  { organizationId, requestId }: RepeatableRequest,
  held: HeldKey,
  run: () => Promise<StoredAnswer>,
) {
  let answer: StoredAnswer;
  try {
    answer = await run();
  } catch (error) {
    const { code, extras } = problemOf(error);
    const { status } = PROBLEMS[code];
    // A no is an answer and is repeated; "try again" and our own failures are not.
    const final = status < 500 && status !== 429;
    await withTenant(sql, organizationId, (tenant) =>
      final
        ? keepAnswer(tenant, held, { status, body: problemBody(code, extras, requestId) })
        : releaseKey(tenant, held),
    );
    throw error;
  }
  // The command is done and is answered, also when that cannot be noted: a repetition is then told to wait.
  await withTenant(sql, organizationId, (tenant) => keepAnswer(tenant, held, answer)).catch(() => undefined);
  return answer;
}
