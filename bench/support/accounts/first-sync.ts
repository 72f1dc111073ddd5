import { Client, Connection } from '@temporalio/client';
import { createSignalConnection } from '../../../src/connections/runs/signal-connection.js';
import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import { connectionWorkflowId } from '../../../src/contract/names.js';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import type { WorkerTuning } from '../../../src/worker/run-worker.js';
import type { BenchProcess } from '../run/bench-process.js';
import type { Installation } from '../run/installation.js';
import { startWorker, type WorkerSettings } from '../run/worker-process.js';
import { connectAccount, newTokenKeys } from './connect-account.js';
import type { PartnerAccount } from './partner-account.js';

/** What the status page says of a first sync. */
export interface Progress {
  readonly rows: number;
  readonly backfilled: boolean;
  /** In a row; after each the connection rests for minutes. */
  readonly failures: number;
}

export interface FirstSyncOptions {
  readonly temporalAddress: string;
  readonly account: PartnerAccount;
  readonly tuning: WorkerTuning;
  /** Production's when left out. */
  readonly syncInterval?: string;
}

/** The first sync of an account: a database, a workflow and a worker process of its own. */
export class FirstSync {
  worker: BenchProcess;

  private constructor(
    private readonly installation: Installation,
    readonly settings: WorkerSettings,
    private readonly temporal: Client,
    /** Bound by no tenant. */
    readonly sql: Sql,
    readonly connected: ConnectionIdentity,
    worker: BenchProcess,
  ) {
    this.worker = worker;
  }

  /** Runs `work` with a worker that waits for the account to be connected, and gives everything back. */
  static async with<T>(
    installation: Installation,
    { temporalAddress, account, ...tuned }: FirstSyncOptions,
    work: (sync: FirstSync) => Promise<T>,
  ): Promise<T> {
    const databaseUrl = await installation.databases.create();
    const tokenKeys = newTokenKeys();
    const settings = { databaseUrl, temporalAddress, partnerApiUrl: account.url, tokenKeys, ...tuned };
    const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
    const connection = await Connection.connect({ address: temporalAddress });
    const temporal = new Client({ connection });
    let sync: FirstSync | undefined;
    try {
      const connected = await connectAccount(sql, account, tokenKeys);
      const worker = await startWorker(installation, settings);
      sync = new FirstSync(installation, settings, temporal, sql, connected, worker);
      return await work(sync);
    } finally {
      await sync?.worker.running.stop();
      // Another run's worker must not find it.
      await sync?.workflow.terminate('the run is over').catch(() => undefined);
      await connection.close();
      await sql.end();
      await installation.databases.drop(databaseUrl);
    }
  }

  /** What connecting does once the row is written. */
  async begin(): Promise<void> {
    await createSignalConnection(this.temporal)(this.connected, 'reconnect');
  }

  async progress(): Promise<Progress> {
    const [row] = await this.sql<Progress[]>`
      select s.progress_rows::integer as rows, s.backfilled, c.consecutive_failures as failures
      from sync_status s
      join connections c on c.id = s.connection_id
      where s.connection_id = ${this.connected.connectionId}
    `;
    return row ?? { rows: 0, backfilled: false, failures: 0 };
  }

  /** Counted one by one. */
  async storedRows(): Promise<number> {
    const [row] = await this.sql<{ rows: number }[]>`
      select ((select count(*) from transactions) + (select count(*) from app_events))::integer as rows
    `;
    return row?.rows ?? 0;
  }

  /** @param onLook is told at every look, some forty times a second */
  async backfilled(timeoutMs: number, onLook: (progress: Progress) => unknown = () => undefined): Promise<void> {
    await waitFor(
      'the backfill',
      async () => {
        const progress = await this.progress();
        await onLook(progress);
        return progress.backfilled;
      },
      { timeoutMs, intervalMs: 25, giveUp: () => this.#deadWorker() },
    );
  }

  /** So many merchants can be looked at, whatever is still on its way. */
  async merchantsDerived(count: number, timeoutMs: number): Promise<void> {
    const areThere = async () => {
      const [row] = await this.sql<{ merchants: number }[]>`select count(*)::integer as merchants from merchants`;
      return (row?.merchants ?? 0) >= count;
    };
    await waitFor('the merchants', areThere, { timeoutMs, intervalMs: 25, giveUp: () => this.#deadWorker() });
  }

  /** A shop that has an app now, as far as is stored. */
  async installedShop(): Promise<{ appNumber: string; shopNumber: string; domain: string }> {
    const [shop] = await this.sql<{ appNumber: string; shopNumber: string; domain: string }[]>`
      select p.app_number, p.shop_number, m.domain
      from merchant_apps p
      join merchants m using (organization_id, shop_number)
      where p.installed_at is not null and p.uninstalled_at is null
      order by random()
      limit 1
    `;
    if (shop === undefined) throw new Error('No shop has an app.');
    return shop;
  }

  /** Ends the worker without a word, as a crash does, and starts another at once. */
  async replaceWorker(): Promise<void> {
    this.worker.running.kill('SIGKILL');
    await this.worker.running.exited;
    this.worker = await startWorker(this.installation, this.settings);
  }

  /** What *Sync now* does: ends a rest. */
  async nudge(): Promise<void> {
    await createSignalConnection(this.temporal)(this.connected, 'syncNow');
  }

  get workflow() {
    return this.temporal.workflow.getHandle(connectionWorkflowId(this.connected.connectionId));
  }

  #deadWorker(): string | undefined {
    const { exit, lastLines } = this.worker.running;
    return exit === undefined || exit.signal === 'SIGKILL' ? undefined : `the worker ended:\n${lastLines()}`;
  }
}
