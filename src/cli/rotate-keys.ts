import { type Environment, readEnvironment, tokenKeys } from '../config/config.js';
import { openErasureKey, readErasureKey } from '../connections/keys/erasure-key.js';
import { openInstallationKey } from '../connections/keys/installation-key.js';
import { keptKeysBehind } from '../connections/keys/kept-keys-behind.js';
import { readKeyRing } from '../connections/keys/key-ring.js';
import { rotateTokens } from '../connections/keys/rotate-tokens.js';
import { type KeyUse, readKeyUses } from '../connections/keys/store-key-uses.js';
import { checkTokenKeys } from '../connections/keys/token-key-checks.js';
import type { Sql } from '../postgres/sql.js';
import type { Secret } from '../values/secret.js';
import { withDatabase } from './operator.js';
import { print } from './print.js';

const TELL_EVERY_MS = 1_000;

/**
 * Encrypts everything that is under the ring with its first key, while api and workers run: the installation's own keys,
 * then token by token. It may be stopped and begun again at any time.
 * @throws naming what is left, when something is
 */
export async function rotateKeys(): Promise<void> {
  const environment = readEnvironment();
  const keyRing = tokenKeys(environment);
  const [active] = readKeyRing(keyRing);
  await withDatabase(environment, async (sql) => {
    await checkTokenKeys(sql, keyRing);
    // Each encrypts its key anew, if need be. One that was never made is not made for this.
    await openInstallationKey(sql, keyRing);
    if ((await readErasureKey(sql, keyRing)) !== null) await openErasureKey(sql, keyRing);
  });
  const left = await rotateAll(environment, keyRing);
  const behind = await withDatabase(environment, (sql) => keptKeysBehind(sql, keyRing));
  if (behind.length > 0) {
    throw new Error(
      `Not done: a process that has another key in front has meanwhile encrypted ${behind.join(' and ')} under it. ` +
        `Start api and workers with "${active.id}" in front, and run this again.`,
    );
  }
  if (left.length > 0) {
    throw new Error(
      `Not done: ${inWords(left)}. Either no key of the ring opens them (reconnect these connections), or a process ` +
        `still writes under another key: start api and workers with "${active.id}" in front, and run this again.`,
    );
  }
  print(`Everything is under "${active.id}". Every other key may be taken out of TOKEN_KEYS.`);
}

/** @returns what is still under other keys */
async function rotateAll(environment: Environment, keyRing: Secret): Promise<KeyUse[]> {
  const [active] = readKeyRing(keyRing);
  return withDatabase(environment, async (sql) => {
    let rotated = 0;
    let toldMs = -Infinity;
    for await (const { connectionId, outcome } of rotateTokens(sql, keyRing)) {
      if (outcome === 'rotated') rotated += 1;
      if (outcome === 'unreadable') print(`${connectionId}  its token cannot be read`);
      if (performance.now() - toldMs < TELL_EVERY_MS) continue;
      toldMs = performance.now();
      print(`${rotated} tokens encrypted anew; left: ${inWords(await leftBeside(sql, active.id))}`);
    }
    const left = await leftBeside(sql, active.id);
    print(`${rotated} tokens encrypted anew; left: ${inWords(left)}`);
    return left;
  });
}

async function leftBeside(sql: Sql, activeId: string): Promise<KeyUse[]> {
  return (await readKeyUses(sql)).filter(({ keyId }) => keyId !== activeId);
}

function inWords(left: readonly KeyUse[]): string {
  return left.map(({ keyId, tokens }) => `${tokens} under "${keyId}"`).join(', ') || 'none';
}
