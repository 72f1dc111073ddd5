import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import type { Secret } from '../../values/secret.js';
import { readKeyRing } from './key-ring.js';
import { readSealedOtherwise, readTokenCiphertext, replaceTokenCiphertext } from './store-key-uses.js';
import { createTokenCipher, TokenUnreadable } from './token-cipher.js';

export interface RotatedToken {
  readonly connectionId: string;
  /** `gone`: disconnected or connected anew meanwhile. `unreadable`: no key opens it, and it stays as it is. */
  readonly outcome: 'rotated' | 'gone' | 'unreadable';
}

const AT_A_TIME = 500;

/**
 * Encrypts every stored token under the ring's first key, one in a transaction, while everything runs: a token is replaced
 * only as long as it is the one that was read. May be stopped anywhere, and goes on where it was. Ends when nothing is
 * left that it can do; a process that writes under another key, because its ring has another one in front, leaves more.
 */
export async function* rotateTokens(sql: Sql, keyRing: Secret): AsyncGenerator<RotatedToken> {
  const [{ id: activeId }] = readKeyRing(keyRing);
  const cipher = createTokenCipher(keyRing);
  let after: string | null = null;
  for (;;) {
    const due = await readSealedOtherwise(sql, activeId, after, AT_A_TIME);
    for (const owner of due) {
      const outcome = await withTenant(sql, owner.organizationId, async (tenant) => {
        const before = await readTokenCiphertext(tenant, owner.connectionId);
        if (before === null) return 'gone';
        try {
          const anew = cipher.encrypt(owner, cipher.decrypt(owner, before));
          return (await replaceTokenCiphertext(tenant, owner.connectionId, before, anew)) ? 'rotated' : 'gone';
        } catch (error) {
          if (error instanceof TokenUnreadable) return 'unreadable';
          throw error;
        }
      });
      yield { connectionId: owner.connectionId, outcome };
      after = owner.connectionId;
    }
    if (due.length < AT_A_TIME) return;
  }
}
