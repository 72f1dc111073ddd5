import { KeyRingUnusable, readKeyRing, type TokenKey } from '../connections/keys/key-ring.js';
import { DEVELOPMENT_KEY_ID, type DevelopmentKeys } from '../development/development-keys.js';
import { Secret } from '../values/secret.js';
import type { Complaint } from './complaint.js';
import { weaknessOf } from './weak-key.js';

/** The key ring for Partner tokens: its form always, and in production that its keys are random and not development's. */
export function tokenKeyComplaints(
  text: string,
  isProduction: boolean,
  developmentKeys: DevelopmentKeys | undefined,
): Complaint[] {
  let keys: readonly TokenKey[];
  try {
    keys = readKeyRing(new Secret(text));
  } catch (error) {
    if (error instanceof KeyRingUnusable) return [{ name: 'TOKEN_KEYS', message: error.complaint }];
    throw error;
  }
  if (!isProduction) return [];
  const [developmentKey] = developmentKeys === undefined ? [] : readKeyRing(new Secret(developmentKeys.tokenKeys));
  return keys.flatMap(({ id, key }) => {
    const isDevelopments = id === DEVELOPMENT_KEY_ID || developmentKey?.key.equals(key) === true;
    const complaint = isDevelopments ? 'one of development' : weaknessOf(key);
    if (complaint === undefined) return [];
    return [{ name: 'TOKEN_KEYS', message: `the key "${id}" is ${complaint}. Make one with: openssl rand -base64 32` }];
  });
}
