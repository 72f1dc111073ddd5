import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuthSettings } from '../../../src/config/config.js';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER } from '../../../src/development/development-keys.js';
import { developmentToken } from '../../../src/development/development-token.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import { newTokenKeys } from '../accounts/connect-account.js';
import { multiplyDemoAccount } from '../accounts/multiplied-account.js';
import { rebuild } from '../accounts/rebuild-process.js';
import { startBenchProcess } from '../run/bench-process.js';
import type { Installation } from '../run/installation.js';

export interface PanelServerOptions {
  readonly databaseUrl: string;
  readonly organizationId: string;
  readonly auth: AuthSettings;
  readonly tokenKeys: string;
  readonly logFile: string;
  readonly frameAncestors: readonly string[];
}

export interface PanelStage {
  readonly url: string;
  readonly token: string;
  readonly serverPid: number;
  readonly rows: number;
  readonly merchants: readonly { readonly shopNumber: string; readonly domain: string }[];
}

/** The server of the panel benchmark over a large account whose merchants are derived. */
export async function setPanelStage(
  installation: Installation,
  {
    seed,
    rows,
    frameAncestors = [],
  }: { readonly seed: string; readonly rows: number; readonly frameAncestors?: readonly string[] },
): Promise<PanelStage> {
  const databaseUrl = await installation.databases.create();
  const account = await multiplyDemoAccount(databaseUrl, { seed, leastRows: rows });
  await rebuild(installation, databaseUrl, account);
  const merchants = await settle(databaseUrl);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { organizationId } = account;
  const options: PanelServerOptions = {
    databaseUrl,
    organizationId,
    auth: { key: { publicKey }, issuer: DEVELOPMENT_ISSUER, audience: DEVELOPMENT_AUDIENCE, maxAgeSeconds: 86_400 },
    tokenKeys: newTokenKeys(),
    logFile: join(installation.folder, 'api.log'),
    frameAncestors,
  };
  const { running, lines } = await startBenchProcess(
    installation.processes,
    'panel/panel-server.ts',
    [JSON.stringify(options)],
    /"url"/,
    { NODE_ENV: 'production' },
  );
  const { url } = z.object({ url: z.url() }).parse(JSON.parse(lines.find((line) => line.includes('"url"')) ?? ''));
  const token = await developmentToken({ authPrivateKey: privateKey }, { organizationId, role: 'agent' });
  return { url, token, serverPid: running.pid, rows: account.rows, merchants };
}

/** Does what a server does by itself within minutes, so that it does not do it while others are measured. */
async function settle(databaseUrl: string): Promise<PanelStage['merchants']> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
  try {
    await sql`vacuum analyze`;
    await sql`checkpoint`;
    return await sql<{ shopNumber: string; domain: string }[]>`
      select shop_number, domain from merchants where domain not like 'redacted%'
    `;
  } finally {
    await sql.end();
  }
}
