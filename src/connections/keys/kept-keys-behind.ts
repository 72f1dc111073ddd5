import type { Sql } from '../../postgres/sql.js';
import type { Secret } from '../../values/secret.js';
import { ERASURE_KEY } from './erasure-key.js';
import { INSTALLATION_KEY } from './installation-key.js';
import { readKeyRing } from './key-ring.js';
import { isSealedUnder } from './sealed-text.js';
import { readKey } from './store-kept-keys.js';

/** Which of the installation's own keys are encrypted under another key of the ring than its first: by what they are. */
export async function keptKeysBehind(sql: Sql, keyRing: Secret): Promise<string[]> {
  const [active] = readKeyRing(keyRing);
  const stored = await Promise.all(
    [INSTALLATION_KEY, ERASURE_KEY].map(async ({ table, name }) => ({ name, text: await readKey(sql, table) })),
  );
  return stored.filter(({ text }) => text !== undefined && !isSealedUnder(active, text)).map(({ name }) => name);
}
