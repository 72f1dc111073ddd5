import { z } from 'zod';
import { CURSOR, MAX_CURSOR_LENGTH } from '../request/cursors.js';

/** Inputs that several tools take. Unlike a query, JSON has numbers. */
export const limit = (most: number, usual: number) => z.int().min(1).max(most).default(usual);

export const cursor = z.string().regex(CURSOR).max(MAX_CURSOR_LENGTH).optional().meta({
  description: '`nextCursor` of the answer before, with the same other inputs',
});

/** Postgres takes no NUL in a text. */
export const withoutNul = z.string().regex(/^[^\0]*$/);
