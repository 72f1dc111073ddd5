import { connect } from '../../src/connections/commands/connect.js';
import { createTokenCipher } from '../../src/connections/keys/token-cipher.js';
import { createLogger } from '../../src/process/log.js';
import { createPartnerApi } from '../../src/partner/client/client.js';
import { Secret } from '../../src/values/secret.js';
import { connectPostgres } from '../../src/postgres/client.js';
import { inTurns } from './in-turns.js';
import type { IdleAccount } from './idle-accounts.js';
import type { ConnectionIdentity } from '../../src/contract/connection-activities.js';

/** Connects them as the api does, except that no workflow is started. */
export async function connectAccounts(
  accounts: readonly IdleAccount[],
  { databaseUrl, partnerApiUrl, keyRing }: { databaseUrl: string; partnerApiUrl: string; keyRing: Secret },
): Promise<ConnectionIdentity[]> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'convot-bench', role: 'convot_api' });
  const deps = {
    sql,
    cipher: createTokenCipher(keyRing),
    partnerApi: createPartnerApi({ url: partnerApiUrl, version: '2026-07' }),
    signal: () => Promise.resolve(),
    log: createLogger('bench', 'warn'),
  };
  try {
    return await inTurns(accounts, async ({ organizationId, partnerOrganizationId, accessToken }) => {
      const credentials = { partnerOrganizationId, accessToken: new Secret(accessToken) };
      const { connectionId } = await connect(deps, { organizationId, name: 'bench' }, credentials);
      return { organizationId, connectionId, partnerOrganizationId };
    });
  } finally {
    await sql.end();
  }
}
