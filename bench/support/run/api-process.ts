import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
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
  /** Asks as an agent of the organization. @returns the answer's bytes */
  get(path: string): Promise<number>;
  /** Connects a Partner account, as its owner does. @returns the connection's id */
  connect(account: { readonly partnerOrganizationId: string; readonly accessToken: string }): Promise<string>;
  stop(): Promise<void>;
}

export interface ApiOptions {
  readonly databaseUrl: string;
  readonly organizationId: string;
  /** What it starts and signals workflows with, and asks Shopify; who only reads needs none of it. */
  readonly env?: NodeJS.ProcessEnv;
}

const START_TIMEOUT_MS = 30_000;

export async function startApi(
  { processes, folder }: Installation,
  { databaseUrl, organizationId, env = {} }: ApiOptions,
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
      ...{ TOKEN_KEYS: newTokenKeys(), ...env },
    },
    cwd: paths.root,
    logFile: join(folder, 'api.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor('the api', async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true, {
    timeoutMs: START_TIMEOUT_MS,
    giveUp: () => (api.exit === undefined ? undefined : `it ended:\n${api.lastLines()}`),
  });
  const ask = async (role: 'agent' | 'owner', path: string, init: RequestInit = {}) => {
    const token = await developmentToken(keys, { organizationId, role });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
    return answer;
  };
  return {
    get: async (path) => (await (await ask('agent', path)).arrayBuffer()).byteLength,
    connect: async (account) => {
      const answer = await ask('owner', '/v1/connections', { method: 'POST', body: JSON.stringify(account) });
      return z.object({ id: z.uuid() }).parse(await answer.json()).id;
    },
    stop: async () => {
      await api.stop();
    },
  };
}
