import { createPublicKey, type KeyObject } from 'node:crypto';

/** Below this jose refuses to verify anything. Source: RFC 7518 3.3, "a key of size 2048 bits or larger MUST be used". */
const LEAST_MODULUS_BITS = 2048;

export interface RsaKeyFacts {
  /** In bits. */
  readonly modulusLength: number;
  readonly publicExponent: bigint;
}

/** What is wrong with the key that verifies access tokens; undefined when nothing is. */
export function publicKeyComplaint(pem: string): string | undefined {
  if (/PRIVATE KEY/.test(pem))
    return 'is a private key; give the public one (openssl pkey -pubout), and replace the pair';
  const key = readPublicKey(pem);
  if (key?.asymmetricKeyType !== 'rsa') return 'is not an RSA public key in PEM ("-----BEGIN PUBLIC KEY-----")';
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return weakRsaComplaint({ modulusLength, publicExponent });
}

/** Why a signature by such a key proves nothing; undefined when it does. */
export function weakRsaComplaint({ modulusLength, publicExponent }: RsaKeyFacts): string | undefined {
  if (modulusLength < LEAST_MODULUS_BITS) return `is an RSA key of ${modulusLength} bits; at least 2048 are needed`;
  // With the exponent 1 a signature is the signed text itself.
  if (publicExponent < 3n) return 'is an RSA key with an exponent that protects nothing';
  return undefined;
}

/** Whether two PEM texts hold one key, however each is wrapped. */
export function isSamePublicKey(one: string, other: string): boolean {
  const keys = [readPublicKey(one), readPublicKey(other)];
  return keys[0] !== undefined && keys[1] !== undefined && keys[0].equals(keys[1]);
}

function readPublicKey(pem: string): KeyObject | undefined {
  if (!pem.startsWith('-----BEGIN PUBLIC KEY-----')) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
