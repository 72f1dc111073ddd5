import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../src/dev/processes/ports.js';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import {
  DEVELOPMENT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  developmentKeys,
} from '../../../src/development/development-keys.js';
import { developmentToken } from '../../../src/development/development-token.js';
import { paths } from '../../../src/process/paths.js';
import { newTokenKeys } from '../accounts/connect-account.js';
import { basics } from './bench-process.js';
import type { Installation } from './installation.js';

/** The api in a process of its own, by the compiled code of production. */
export interface RunningApi {
  readonly url: string;
  /** An agent's. */
  readonly token: string;
  /** Asks as an agent of the organization. @returns the answer's bytes */
  get(path: string): Promise<number>;
}

export interface ApiSettings {
  readonly databaseUrl: string;
  readonly organizationId: string;
  /** Of the worker beside it. */
  readonly tokenKeys?: string;
  /** Nothing is asked of Temporal by who only reads. */
  readonly temporalAddress?: string;
  readonly frameAncestors?: string;
}

const START_TIMEOUT_MS = 30_000;

export async function startApi(
  { processes, folder }: Installation,
  { databaseUrl, organizationId, tokenKeys = newTokenKeys(), temporalAddress, frameAncestors }: ApiSettings,
): Promise<RunningApi> {
  const ownKeys = join(folder, 'keys');
  mkdirSync(ownKeys, { recursive: true });
  const keys = developmentKeys(ownKeys);
  const port = await freePort();
  const api = await processes.start({
    name: 'api',
    command: process.execPath,
    args: ['--enable-source-maps', join(paths.dist, 'api/main.js')],
    env: {
      ...{ ...basics(), NODE_ENV: 'test', LOG_LEVEL: 'warn', PORT: String(port), DATABASE_URL: databaseUrl },
      ...{ AUTH_PUBLIC_KEY: keys.authPublicKey, AUTH_ISSUER: DEVELOPMENT_ISSUER, AUTH_AUDIENCE: DEVELOPMENT_AUDIENCE },
      TOKEN_KEYS: tokenKeys,
      ...(temporalAddress === undefined ? {} : { TEMPORAL_ADDRESS: temporalAddress }),
      ...(frameAncestors === undefined ? {} : { FRAME_ANCESTORS: frameAncestors }),
    },
    cwd: paths.root,
    logFile: join(folder, 'api.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor('the api', async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true, {
    timeoutMs: START_TIMEOUT_MS,
    giveUp: () => (api.exit === undefined ? undefined : `it ended:\n${api.lastLines()}`),
  });
  const token = await developmentToken(keys, { organizationId, role: 'agent' });
  return {
    ...{ url, token },
    get: async (path) => {
      const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
      return (await answer.arrayBuffer()).byteLength;
    },
  };
}
