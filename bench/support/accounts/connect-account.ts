import { randomBytes, randomUUID } from 'node:crypto';
import { createTokenCipher } from '../../../src/connections/keys/token-cipher.js';
import { claimPartnerOrganization, startGeneration } from '../../../src/connections/store/connections.js';
import { prepareSync } from '../../../src/connections/store/sync-status.js';
import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';
import { Secret } from '../../../src/values/secret.js';
import type { LocalAccount } from './local-partner-api.js';

/** A value of `TOKEN_KEYS` that nobody else has. */
export function newTokenKeys(): string {
  return `bench:${randomBytes(32).toString('base64')}`;
}

/** Writes what the api's connect command writes; nothing is synced before somebody asks. */
export async function connectAccount(
  sql: Sql,
  { organizationId: partnerOrganizationId, token }: Pick<LocalAccount, 'organizationId' | 'token'>,
  tokenKeys: string,
  organizationId = 'org_bench',
): Promise<ConnectionIdentity> {
  const connectionId = randomUUID();
  const owner = { organizationId, connectionId };
  const ciphertext = createTokenCipher(new Secret(tokenKeys)).encrypt(owner, new Secret(token));
  await withTenant(sql, organizationId, async (tenant) => {
    await claimPartnerOrganization(tenant, { id: connectionId, partnerOrganizationId, connectedBy: 'bench' });
    await startGeneration(tenant, connectionId, 'bench', { ciphertext, hint: token.slice(-4) });
    await prepareSync(tenant, connectionId);
  });
  return { organizationId, connectionId, partnerOrganizationId };
}
