import { createHmac, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { deriveKey } from '../../connections/keys/installation-key.js';
import { ApiProblem } from '../../contract/problems.js';
import type { Secret } from '../../values/secret.js';

/** What a cursor belongs to: it is refused for any other tenant, list or filter. */
export type CursorScope = readonly (string | Readonly<Record<string, unknown>>)[];

/** Positions in lists, handed out signed, so that nobody can make one up. */
export interface Cursors {
  write(scope: CursorScope, position: object): string;
  /** @throws ApiProblem `invalid_cursor` */
  read<T>(scope: CursorScope, cursor: string, position: z.ZodType<T>): T;
}

export const MAX_CURSOR_LENGTH = 1024;
export const CURSOR = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

export function createCursors(installationKey: Secret): Cursors {
  const key = deriveKey(installationKey, 'convot/list-cursor/v1');
  const sign = (scope: CursorScope, payload: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([scope, payload]))
      .digest();
  return {
    write: (scope, position) => {
      const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${payload}.${sign(scope, payload).toString('base64url')}`;
    },
    read: (scope, cursor, position) => {
      const [, payload = '', signature = ''] = cursor.length > MAX_CURSOR_LENGTH ? [] : (CURSOR.exec(cursor) ?? []);
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(scope, payload);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalid();
      const parsed = position.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      if (!parsed.success) throw invalid();
      return parsed.data;
    },
  };
}

function invalid(): ApiProblem {
  return new ApiProblem('invalid_cursor', { errors: [{ parameter: 'cursor', code: 'invalid_cursor' }] });
}
