import { isDeepStrictEqual } from 'node:util';
import { waitFor } from '../servers/wait-for.js';

const PATIENCE_MS = 15_000;

/** Resolves once what is read from a page is what is expected; fails with the difference when it never is. */
export async function shows<T>(what: string, read: () => Promise<T>, expected: T): Promise<void> {
  await waitFor(what, async () => isDeepStrictEqual(await read(), expected), { timeoutMs: PATIENCE_MS }).catch(
    () => undefined,
  );
  expect(await read()).toEqual(expected);
}
