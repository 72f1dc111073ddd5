import { randomUUID } from 'node:crypto';
import { createTokenCipher } from '../../src/connections/keys/token-cipher.js';
import { Secret } from '../../src/values/secret.js';
import { claimPartnerOrganization, startGeneration } from '../../src/connections/store/connections.js';
import { prepareSync } from '../../src/connections/store/sync-status.js';
import { withTenant } from '../../src/postgres/tenant.js';
import type { LocalAccount } from './local-partner-api.js';
import type { Sql } from '../../src/postgres/sql.js';

export interface ConnectedAccount {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly partnerOrganizationId: string;
}

/** Writes what the api's connect command writes; nothing is synced before somebody asks. */
export async function connectAccount(
  sql: Sql,
  account: Pick<LocalAccount, 'organizationId' | 'token'>,
  tokenKeys: string,
): Promise<ConnectedAccount> {
  const organizationId = 'org_bench';
  const connectionId = randomUUID();
  const partnerOrganizationId = account.organizationId;
  const owner = { organizationId, connectionId };
  const ciphertext = createTokenCipher(new Secret(tokenKeys)).encrypt(owner, new Secret(account.token));
  await withTenant(sql, organizationId, async (tenant) => {
    await claimPartnerOrganization(tenant, { id: connectionId, partnerOrganizationId, connectedBy: 'bench' });
    await startGeneration(tenant, connectionId, 'bench', { ciphertext, hint: account.token.slice(-4) });
    await prepareSync(tenant, connectionId);
  });
  return { organizationId, connectionId, partnerOrganizationId };
}
