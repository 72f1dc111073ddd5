import { TracesOf } from '../../support/database/traces-of.js';

/** What is written somewhere, and where. */
export interface Written {
  readonly where: string;
  readonly text: string;
}

/** I9: no token stands anywhere, as it is or encoded. The finding does not repeat it. */
export function judgeSecrets(tokens: readonly string[], written: readonly Written[]): string[] {
  const traces = tokens.map((token) => new TracesOf(token));
  return written
    .filter(({ text }) => traces.some((trace) => trace.in(text)))
    .map(({ where }) => `a token stands in ${where}`);
}

export interface StoredToken {
  readonly status: string;
  readonly ciphertext: string | null;
}

/** I10: of a token only ciphertext is kept, under a key of the ring, and nothing once it is disconnected. */
export function judgeStoredTokens(stored: readonly StoredToken[], keyIds: readonly string[]): string[] {
  return stored.flatMap(({ status, ciphertext }) => {
    if (ciphertext === null) return status === 'connected' ? ['a connected connection has no token'] : [];
    if (status === 'disconnecting' || status === 'disconnected') return [`a token is kept while ${status}`];
    const [version, keyId = ''] = ciphertext.split('.');
    return version === 'v1' && keyIds.includes(keyId) ? [] : ['a token is kept under a key that is not of the ring'];
  });
}
