import { connectPostgres } from '../../../src/postgres/client.js';
import { readConnectionUse } from '../../../src/postgres/connection-budget.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { machineCpuTimeMs } from '../run/cpu-time.js';
import type { FleetStage } from './fleet-stage.js';
import { type Kind, ProcessMeter } from './process-meter.js';

const LOOK_EVERY_MS = 2_000;

/** Everything that is counted, at one moment. */
export interface Look {
  readonly atMs: number;
  readonly cpuMs: Record<Kind, number>;
  readonly machineCpuMs: number;
  /** Written so far: of Temporal's histories, and of the logs from which both clusters recover. */
  readonly historyRows: number;
  /** Of those that are there, on average. */
  readonly historyRowBytes: number;
  readonly temporalWalBytes: number;
  readonly ownWalBytes: number;
}

/** The most of each since somebody asked. */
export interface Mosts {
  megabytes: Partial<Record<Kind, number>>;
  /** Open connections to Postgres of ours. */
  postgresConnections: number;
  /** Connections that were due and had not begun. */
  backlog: number;
}

/** Looks at processes and databases again and again. */
export class FleetWatch {
  readonly meter = new ProcessMeter();
  readonly #temporalSql: Sql | null;
  readonly #timer: NodeJS.Timeout;
  #postgresConnections = 0;
  #backlog = 0;

  constructor(private readonly stage: FleetStage) {
    const { temporal, installation, simulatorPid } = stage;
    this.meter.watch('temporal', temporal.pid);
    if (temporal.postgresPid !== null) this.meter.watch('temporalPostgres', temporal.postgresPid);
    this.meter.watch('ownPostgres', installation.postgres.pid);
    this.meter.watch('simulator', simulatorPid);
    const url = temporal.databaseUrl;
    this.#temporalSql = url === null ? null : connectPostgres(url, { applicationName: 'bench', max: 1 });
    let isLooking = false;
    this.#timer = setInterval(() => {
      if (isLooking) return;
      isLooking = true;
      void this.#look().finally(() => (isLooking = false));
    }, LOOK_EVERY_MS);
  }

  async look(): Promise<Look> {
    this.meter.look();
    const { historyRows, historyRowBytes } = await this.#histories();
    return {
      atMs: Date.now(),
      cpuMs: this.meter.cpuMs(),
      machineCpuMs: machineCpuTimeMs(),
      ...{ historyRows, historyRowBytes },
      temporalWalBytes: this.#temporalSql === null ? 0 : await walBytes(this.#temporalSql),
      ownWalBytes: await walBytes(this.stage.sql),
    };
  }

  takeMosts(): Mosts {
    const mosts = {
      megabytes: this.meter.takeMostMb(),
      postgresConnections: this.#postgresConnections,
      backlog: this.#backlog,
    };
    [this.#postgresConnections, this.#backlog] = [0, 0];
    return mosts;
  }

  /** Connections that are due and have not begun, by the rows. @param lateMs so late at least */
  async overdue(lateMs: number): Promise<number> {
    const [row] = await this.stage.sql<{ overdue: number }[]>`
      select count(*)::integer as overdue
      from connection_directory d join sync_status s using (organization_id, connection_id)
      where d.next_sync_at < now() - ${lateMs} * interval '1 millisecond' and s.phase = 'idle'
    `;
    return row?.overdue ?? 0;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#temporalSql?.end({ timeout: 5 });
  }

  async #look(): Promise<void> {
    this.meter.look();
    const { open } = await readConnectionUse(this.stage.sql);
    this.#postgresConnections = Math.max(this.#postgresConnections, open);
    this.#backlog = Math.max(this.#backlog, await this.overdue(0));
  }

  async #histories(): Promise<Pick<Look, 'historyRows' | 'historyRowBytes'>> {
    if (this.#temporalSql === null) return { historyRows: 0, historyRowBytes: 0 };
    const [row] = await this.#temporalSql<{ inserted: number; bytes: number }[]>`
      select
        n_tup_ins::double precision as inserted,
        (select coalesce(avg(pg_column_size(n.*)), 0)::double precision from history_node n tablesample system (20)) as bytes
      from pg_stat_user_tables where relname = 'history_node'
    `;
    const { inserted = 0, bytes = 0 } = row ?? {};
    return { historyRows: inserted, historyRowBytes: bytes };
  }
}

async function walBytes(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::double precision as bytes
  `;
  return row?.bytes ?? 0;
}
