import { connectPostgres } from '../../../../src/postgres/client.js';
import type { Sql } from '../../../../src/postgres/sql.js';
import { LOGINS } from '../../../support/database/own-postgres.js';
import { waitFor } from '../../../support/servers/wait-for.js';
import type { Stage } from '../stage.js';
import type { Fault, FaultKind } from './fault.js';

const LOCKED_WITHIN_MS = 15_000;
/** SQLSTATEs by which processes say in their logs what they met. */
const READ_ONLY = '"code":"25006"';
const TOO_MANY_CONNECTIONS = '"code":"53300"';

/** Ends Postgres at once, and starts it when the fault is over. */
function postgresEnds(name: string, signal: 'SIGINT' | 'SIGQUIT'): FaultKind {
  return {
    name,
    target: 'Postgres',
    begin: async ({ stage: { postgres } }) => {
      await postgres.kill(signal);
      const bites = postgres.isRunning ? 0 : 1;
      return { bites: () => bites, end: () => postgres.restart() };
    },
  };
}

function temporalEnds(name: string, signal: 'SIGTERM' | 'SIGKILL'): FaultKind {
  return {
    name,
    target: 'Temporal',
    begin: async ({ stage: { installation } }) => {
      const { temporalServer } = installation;
      const exit = await temporalServer.kill(signal);
      // By itself it never ends.
      const bites = exit.signal === signal || exit.code === 0 ? 1 : 0;
      return { bites: () => bites, end: () => temporalServer.restart() };
    },
  };
}

/** As after a failover to a standby that nobody has promoted yet: every session is new, and may not write. */
const readOnly: FaultKind = {
  name: 'the database is read-only',
  target: 'Postgres',
  begin: async ({ stage }) => {
    const { sql } = stage.installation;
    const before = printed(stage, READ_ONLY);
    for (const login of Object.values(LOGINS))
      await sql`alter role ${sql(login)} set default_transaction_read_only = on`;
    await cutSessions(sql);
    return {
      bites: () => printed(stage, READ_ONLY) - before,
      end: async () => {
        for (const login of Object.values(LOGINS))
          await sql`alter role ${sql(login)} reset default_transaction_read_only`;
        await cutSessions(sql);
      },
    };
  },
};

/** Others have taken all that there are; those of ours were cut, and none is to be had. */
const noConnections: FaultKind = {
  name: 'no connection to Postgres is to be had',
  target: 'Postgres',
  begin: async ({ stage }) => {
    const { sql } = stage.installation;
    const before = printed(stage, TOO_MANY_CONNECTIONS);
    for (const login of Object.values(LOGINS)) await sql`alter role ${sql(login)} connection limit 0`;
    await cutSessions(sql);
    return {
      bites: () => printed(stage, TOO_MANY_CONNECTIONS) - before,
      end: async () => {
        for (const login of Object.values(LOGINS)) await sql`alter role ${sql(login)} connection limit -1`;
      },
    };
  },
};

/** Somebody holds tables that every sync and every command needs, as a careless migration would. */
const longLocks: FaultKind = {
  name: 'tables are locked for long',
  target: 'Postgres',
  begin: async ({ stage: { installation, postgres }, random }): Promise<Fault> => {
    // Of its own: a server that crashes meanwhile takes the connection with it, and nobody may wait for that.
    const holder = connectPostgres(postgres.url, { applicationName: 'test', max: 1 });
    const giveUp = () => holder.end({ timeout: 1 });
    const table = random.pick(['connections', 'sync_status', 'transactions']);
    let letGo: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (letGo = resolve));
    let holderPid = 0;
    const held = holder.begin(async (sql) => {
      await sql`set local idle_in_transaction_session_timeout = 0`;
      await sql`lock table ${sql(table)} in exclusive mode`;
      const [{ pid }] = await sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
      holderPid = pid;
      await released;
    });
    held.catch(() => undefined);
    try {
      await waitFor('the tables to be locked', () => holderPid > 0, { timeoutMs: LOCKED_WITHIN_MS });
    } catch (error) {
      await giveUp();
      throw error;
    }
    let waiting = 0;
    const watch = setInterval(() => {
      installation.sql<[{ count: number }]>`
        select count(*)::integer as count
        from pg_locks
        where not granted and relation = ${table}::regclass and ${holderPid} = any (pg_blocking_pids(pid))
      `
        .then(([{ count }]) => (waiting = Math.max(waiting, count)))
        .catch(() => undefined);
    }, 250);
    return {
      bites: () => waiting,
      end: async () => {
        clearInterval(watch);
        letGo();
        await giveUp();
      },
    };
  },
};

export const serverFaults: readonly FaultKind[] = [
  postgresEnds('Postgres is restarted', 'SIGINT'),
  postgresEnds('Postgres crashes', 'SIGQUIT'),
  temporalEnds('Temporal is restarted', 'SIGTERM'),
  temporalEnds('Temporal is killed', 'SIGKILL'),
  readOnly,
  noConnections,
  longLocks,
];

function printed({ api, workers, thirdWorker }: Stage, words: string): number {
  return [api, ...workers, thirdWorker].reduce((sum, process) => sum + process.printed(words), 0);
}

async function cutSessions(sql: Sql): Promise<void> {
  await waitFor('the sessions to be cut', async () => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = any (${Object.values(LOGINS)})`;
    return true;
  });
}
