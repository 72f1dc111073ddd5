import { randomBytes } from 'node:crypto';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { testServers } from '../run/servers.js';

export interface TestDatabase {
  /** Its role is a superuser; use `connectPostgres(url, { role: 'convot_api' })` to be bound like the processes are. */
  readonly url: string;
  /** Drops it, cutting what is still connected. */
  drop(): Promise<void>;
}

/** A new database with every migration applied and no rows: a copy of the run's template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(testServers().templateUrl);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(
    template,
    (sql) => sql`create database ${sql(name)} template ${sql(template.pathname.slice(1))}`,
  );
  return {
    url: databaseUrl(template, name),
    drop: () => asAdministrator(template, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  };
}

/** A database as it was at one moment, to be put in the place of what became of it. */
export interface Backup {
  /** As often as one likes; whoever is connected is cut. */
  restore(): Promise<void>;
  drop(): Promise<void>;
}

/** Copies the database within its server. Whoever is connected is cut, and kept out for that moment. */
export async function backUp(url: string): Promise<Backup> {
  const server = new URL(url);
  const [name, copy] = [server.pathname.slice(1), `backup_${randomBytes(6).toString('hex')}`];
  const drop = (which: string) =>
    asAdministrator(server, (sql) => sql`drop database if exists ${sql(which)} with (force)`);
  await asAdministrator(server, async (sql) => {
    await sql`alter database ${sql(name)} with allow_connections false`;
    try {
      await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ${name}`;
      await sql`create database ${sql(copy)} template ${sql(name)}`;
    } finally {
      await sql`alter database ${sql(name)} with allow_connections true`;
    }
  });
  return {
    restore: async () => {
      await drop(name);
      await asAdministrator(server, (sql) => sql`create database ${sql(name)} template ${sql(copy)}`);
    },
    drop: () => drop(copy),
  };
}

async function asAdministrator(server: URL, work: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = connectPostgres(databaseUrl(server, 'postgres'), { applicationName: 'convot-test', max: 1 });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

function databaseUrl(server: URL, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
