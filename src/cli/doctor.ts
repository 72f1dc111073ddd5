import { Connection } from '@temporalio/client';
import { authSettings, readEnvironment, tokenKeys } from '../config/config.js';
import { temporalSettings } from '../config/temporal.js';
import { checkInstallationKey } from '../connections/keys/installation-key.js';
import { createTokenCipher } from '../connections/keys/token-cipher.js';
import { compareTokenKeys } from '../connections/keys/token-key-checks.js';
import { partnerEndpoint } from '../partner/client/endpoint.js';
import { createAuthenticate } from '../sign-in/authenticate.js';
import { checkAlwaysTrue } from './check-always-true.js';
import { checkApiVersions } from './check-api-versions.js';
import { checkVerifications } from './check-verifications.js';
import { withDatabase } from './operator.js';
import { print } from './print.js';

/**
 * Checks one after the other what api and worker need, then what Shopify says of its API's versions, when each
 * connection was last compared with Shopify, and what is always true of what was stored; exits with 1 when something is
 * missing or wrong.
 */
export async function doctor(): Promise<void> {
  const environment = readEnvironment();
  const checks: [string, () => unknown][] = [
    ['token keys', () => createTokenCipher(tokenKeys(environment))],
    ['access tokens', () => createAuthenticate(authSettings(environment))],
    // The role is checked on the way.
    ['database, role convot_api', () => withDatabase(environment, 'convot_api', () => Promise.resolve())],
    ['database, role convot_worker', () => withDatabase(environment, 'convot_worker', () => Promise.resolve())],
    [
      'token keys are those of this database',
      () =>
        withDatabase(environment, 'convot_api', async (sql) => {
          await compareTokenKeys(sql, tokenKeys(environment));
          await checkInstallationKey(sql, tokenKeys(environment));
        }),
    ],
    [
      'Temporal',
      async () => {
        const { connectionOptions } = temporalSettings(environment);
        await (await Connection.connect({ ...connectionOptions, connectTimeout: '5 s' })).close();
      },
    ],
    ['Partner API address', () => partnerEndpoint(environment.PARTNER_API_URL, '1', environment.PARTNER_API_VERSION)],
  ];
  for (const [name, check] of checks) {
    try {
      await check();
      print(`ok    ${name}`);
    } catch (error) {
      process.exitCode = 1;
      print(`FAIL  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (process.exitCode === 1) return;
  await checkApiVersions(environment);
  await checkVerifications(environment);
  await checkAlwaysTrue(environment);
}
