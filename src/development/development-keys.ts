import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../values/coded-error.js';

const DevelopmentKeys = z.strictObject({
  tokenKeys: z.string(),
  authPublicKey: z.string(),
  authPrivateKey: z.string(),
});
export type DevelopmentKeys = z.infer<typeof DevelopmentKeys>;

export const DEVELOPMENT_ISSUER = 'convot-development';
export const DEVELOPMENT_AUDIENCE = 'convot-partner-sync';
export const DEVELOPMENT_KEY_ID = 'development';

/**
 * The keys of this checkout, made at the first call and kept under `.local/` (mode 0600). Never used in production.
 * Several processes may ask at once: each writes a file of its own and links it into place; the first link wins.
 */
export function developmentKeys(directory: string): DevelopmentKeys {
  return readDevelopmentKeys(directory) ?? create(directory);
}

/** The keys of this checkout if they were made already. */
export function readDevelopmentKeys(directory: string): DevelopmentKeys | undefined {
  let text: string;
  try {
    text = readFileSync(fileIn(directory), 'utf8');
  } catch {
    return undefined;
  }
  return DevelopmentKeys.parse(JSON.parse(text));
}

const fileIn = (directory: string): string => join(directory, 'development-keys.json');

function create(directory: string): DevelopmentKeys {
  const file = fileIn(directory);
  mkdirSync(directory, { recursive: true });
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const keys: DevelopmentKeys = {
    tokenKeys: `${DEVELOPMENT_KEY_ID}:${randomBytes(32).toString('base64')}`,
    authPublicKey: publicKey,
    authPrivateKey: privateKey,
  };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(keys, null, 2), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch {
    // Another process was quicker; its keys are the checkout's.
  } finally {
    rmSync(draft);
  }
  const kept = readDevelopmentKeys(directory);
  if (kept === undefined)
    throw new CodedError(
      'development_keys_not_kept',
      `Cannot keep development keys in ${directory}. Is the folder writable?`,
    );
  return kept;
}
