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
import { workerEnvironment, type WorkerSettings } from './worker-process.js';

/** The api in a process of its own, by the compiled code of production. */
export interface RunningApi {
  readonly url: string;
  readonly pid: number;
  /** An agent's. */
  readonly token: string;
  /** Asks as an agent of the organization. @returns the answer's bytes */
  get(path: string): Promise<number>;
  /** Asks as the owner of an organization. @returns the answer's status */
  post(organizationId: string, path: string, body: object): Promise<number>;
  stop(): Promise<void>;
}

export interface ApiSettings {
  readonly databaseUrl: string;
  /** Whose agent reads. */
  readonly organizationId: string;
  /** The servers of the workers beside it; without them it answers those who only read. */
  readonly beside?: Omit<WorkerSettings, 'tuning'>;
  /** Who may embed its pages. */
  readonly frameAncestors?: string;
}

const START_TIMEOUT_MS = 30_000;

export async function startApi(
  installation: Installation,
  { databaseUrl, organizationId, beside, frameAncestors }: ApiSettings,
): Promise<RunningApi> {
  const { processes, folder } = installation;
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
      TOKEN_KEYS: newTokenKeys(),
      ...(beside === undefined ? {} : workerEnvironment(installation, beside)),
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
    ...{ url, pid: api.pid, token },
    get: async (path) => {
      const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
      return (await answer.arrayBuffer()).byteLength;
    },
    post: async (organization, path, body) => {
      const owner = await developmentToken(keys, { organizationId: organization, role: 'owner' });
      const headers = { authorization: `Bearer ${owner}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      await answer.arrayBuffer();
      return answer.status;
    },
    stop: async () => {
      await api.stop();
    },
  };
}
