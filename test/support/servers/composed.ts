import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { postgresUser, throwAwayHome } from '../../../src/dev/postgres/home.js';
import { startPostgres } from '../../../src/dev/postgres/server.js';
import { freePort } from '../../../src/dev/processes/ports.js';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { paths } from '../../../src/process/paths.js';
import { composeEnvironment, text } from '../run/compose-file.js';
import { startDevServer } from './temporal.js';
import { testAuthSettings } from './tokens.js';

/**
 * What docker-compose.yml starts around our processes, without Docker: the secrets of make-secrets.sh, a Postgres that takes
 * TLS and passwords only and has the roles of create-roles.sh, and Temporal behind the certificates of the private authority.
 */
export interface Composed {
  /** The cluster's superuser, in the database of the service. */
  readonly sql: Sql;
  /** Of Temporal itself, where nobody asks for a certificate. */
  readonly temporalAddress: string;
  /** What the entry point of this service's container finds in its environment, and what that runs. */
  environment(service: string, changes?: Record<string, string>): NodeJS.ProcessEnv;
  /** The address of the database for a login of create-roles.sh. */
  databaseUrl(login: string): string;
  close(): Promise<void>;
}

export async function startComposed(): Promise<Composed> {
  const processes = new ProcessGroup();
  const user = postgresUser();
  const home = throwAwayHome(user);
  const folder = mkdtempSync(join(tmpdir(), 'convot-composed-'));
  processes.removeAfterwards(home);
  processes.removeAfterwards(folder);
  const open: (() => unknown)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
    () => rmSync(home, { recursive: true, force: true }),
    () => processes.killAll(),
  ];
  const close = async () => {
    for (const end of open.splice(0).reverse()) await end();
  };
  try {
    const secrets = makeSecrets(folder);
    const port = await freePort();
    const { url } = await startPostgres({
      ...{ processes, home, user, port, env: inheritedEnvironment(), root: paths.root, say: () => undefined },
      ...{ logFile: join(home, 'postgres.log'), throwAway: true },
    });
    const administrator = Object.assign(new URL(url), { pathname: '/postgres' }).href;
    await makeServer(administrator, secrets, join(home, 'data'), user);
    const sql = connectPostgres(`${Object.assign(new URL(url), { pathname: '/convot' }).href}?sslmode=require`, {
      ...{ applicationName: 'test', max: 2 },
    });
    open.push(() => sql.end({ timeout: 5 }));
    for (const file of readdirSync(secrets).filter((name) => name.endsWith('_database_url'))) {
      const address = readFileSync(join(secrets, file), 'utf8');
      writeFileSync(join(secrets, file), address.replace('@postgres:5432/', `@postgres:${port}/`));
    }
    writeFileSync(join(secrets, 'auth_public_key'), testAuthSettings.key.publicKey);
    const temporal = await startDevServer();
    open.push(() => temporal.stop());
    const temporalPort = await behindCertificates(temporal.address, secrets, open);
    const hosts = join(folder, 'hosts.cjs');
    writeFileSync(hosts, HOSTS);
    return {
      sql,
      temporalAddress: temporal.address,
      environment: (service, changes = {}) => ({
        PATH: inheritedEnvironment()['PATH'],
        HOME: folder,
        ...Object.fromEntries(
          Object.entries(composeEnvironment(service)).map(([name, value]) => [
            name,
            value.replaceAll('/run/secrets', secrets),
          ]),
        ),
        NODE_OPTIONS: `--require ${hosts} --enable-source-maps`,
        TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
        AUTH_ISSUER: testAuthSettings.issuer,
        AUTH_AUDIENCE: testAuthSettings.audience,
        METRICS_PORT: '',
        ...changes,
      }),
      databaseUrl: (login) =>
        `postgres://convot_${login}_login:${readFileSync(join(secrets, `${login}_password`), 'utf8')}` +
        `@127.0.0.1:${port}/convot?sslmode=require`,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What Docker's name server does. */
const HOSTS = `
const dns = require('node:dns');
const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(name === 'postgres' ? '127.0.0.1' : name, ...rest);
`;

/** The script works beside itself, so it gets a place of its own. */
function makeSecrets(folder: string): string {
  const script = join(folder, 'tools/docker/make-secrets.sh');
  mkdirSync(join(folder, 'tools/docker'), { recursive: true });
  cpSync(join(paths.root, 'tools/docker/make-secrets.sh'), script);
  execFileSync('sh', [script], { stdio: 'pipe' });
  return join(folder, 'secrets');
}

/** Certificates, who may come in and how, and the roles. */
async function makeServer(url: string, secrets: string, data: string, user: ReturnType<typeof postgresUser>) {
  for (const name of ['postgres_certificate', 'postgres_key', 'pg_hba.conf']) {
    const from = name === 'pg_hba.conf' ? join(paths.root, 'tools/docker/postgres', name) : join(secrets, name);
    cpSync(from, join(data, name));
    chmodSync(join(data, name), 0o600);
    if (user !== undefined) chownSync(join(data, name), user.uid, user.gid);
  }
  const sql = connectPostgres(url, { applicationName: 'test', max: 1 });
  try {
    await sql`drop database convot`;
    for (const statement of roleStatements(secrets)) {
      // eslint-disable-next-line no-restricted-syntax -- our own committed script
      const made = await sql.unsafe(statement.text).simple();
      if (!statement.isMade) continue;
      // eslint-disable-next-line no-restricted-syntax -- what our own script made
      for (const row of made) await sql.unsafe(String(Object.values(row)[0])).simple();
    }
    await sql`alter system set ssl_cert_file = 'postgres_certificate'`;
    await sql`alter system set ssl_key_file = 'postgres_key'`;
    await sql`alter system set ssl = on`;
    await sql`select pg_reload_conf()`;
  } finally {
    await sql.end();
  }
}

/** Of create-roles.sh, as psql reads them: `:'name'` is a password, and what `\gexec` ends makes statements. */
function roleStatements(secrets: string): { text: string; isMade: boolean }[] {
  const [, script = ''] = /<<'SQL'\n(.*)\nSQL\n/s.exec(text('tools/docker/postgres/create-roles.sh')) ?? [];
  const filled = script.replace(
    /:'(\w+)'/g,
    (_, name: string) => `'${readFileSync(join(secrets, `${name}_password`), 'utf8').trim()}'`,
  );
  return [...filled.matchAll(/([^;]+?)(;|\\gexec)\s*(?:\n|$)/g)].map(([, statement = '', end]) => ({
    text: statement,
    isMade: end === '\\gexec',
  }));
}

/** Temporal's port for those who show a certificate of our authority. */
async function behindCertificates(address: string, secrets: string, open: (() => unknown)[]): Promise<number> {
  const read = (name: string) => readFileSync(join(secrets, name));
  const [host = '', port = ''] = address.split(':');
  const server = createServer(
    {
      ...{ key: read('temporal_key'), cert: read('temporal_certificate'), ca: read('ca_certificate') },
      ...{ requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] },
    },
    (outside) => {
      const inside = connect(Number(port), host);
      outside.pipe(inside).pipe(outside);
      for (const [one, other] of [
        [outside, inside],
        [inside, outside],
      ] as const) {
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
      }
      open.push(() => outside.destroy());
    },
  );
  const own = await freePort();
  await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return own;
}
