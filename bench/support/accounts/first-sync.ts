import { Client, Connection } from '@temporalio/client';
import { createSignalConnection } from '../../../src/connections/runs/signal-connection.js';
import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import { connectionWorkflowId } from '../../../src/contract/names.js';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import type { WorkerTuning } from '../../../src/worker/run-worker.js';
import { type RunningApi, startApi } from '../run/api-process.js';
import type { BenchProcess } from '../run/bench-process.js';
import type { Installation } from '../run/installation.js';
import { startWorker, type WorkerSettings } from '../run/worker-process.js';
import { newTokenKeys } from './connect-account.js';
import type { PartnerAccount } from './partner-account.js';

/** What the status page says of a first sync. */
export interface Progress {
  readonly rows: number;
  readonly backfilled: boolean;
  /** Merchants whose plan of today is known. */
  readonly merchants: number;
  /** The first sync has ended: what it brought is derived. */
  readonly isDerived: boolean;
  /** In a row; after each the connection rests for minutes. */
  readonly failures: number;
}

interface InstalledShop {
  readonly appNumber: string;
  readonly shopNumber: string;
  readonly domain: string;
}

export interface FirstSyncOptions {
  readonly temporalAddress: string;
  readonly account: PartnerAccount;
  readonly tuning: WorkerTuning;
  /** Production's when left out. */
  readonly syncInterval?: string;
  /** Who may embed the api's pages. */
  readonly frameAncestors?: string;
  readonly receiver?: WorkerSettings['receiver'];
}

const ORGANIZATION = 'org_bench';

/** The first sync of an account: a database, a workflow, and an api and a worker process of its own. */
export class FirstSync {
  worker: BenchProcess;
  #connected: ConnectionIdentity | undefined;

  private constructor(
    private readonly installation: Installation,
    private readonly settings: WorkerSettings,
    private readonly temporal: Client,
    /** Bound by no tenant. */
    readonly sql: Sql,
    private readonly account: PartnerAccount,
    readonly api: RunningApi,
    worker: BenchProcess,
  ) {
    this.worker = worker;
  }

  /** Runs `work` with a worker that waits for the account to be connected, and gives everything back. */
  static async with<T>(
    installation: Installation,
    { temporalAddress, account, frameAncestors, ...tuned }: FirstSyncOptions,
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
      const worker = await startWorker(installation, settings);
      const served = { databaseUrl, organizationId: ORGANIZATION, beside: settings };
      const api = await startApi(installation, frameAncestors === undefined ? served : { ...served, frameAncestors });
      sync = new FirstSync(installation, settings, temporal, sql, account, api, worker);
      return await work(sync);
    } finally {
      await sync?.api.stop();
      await sync?.worker.running.stop();
      // Another run's worker must not find it.
      await sync?.workflow?.terminate('the run is over').catch(() => undefined);
      await connection.close();
      await sql.end();
      await installation.databases.drop(databaseUrl);
    }
  }

  /** Connects the account through the api, as its owner does. */
  async begin(): Promise<void> {
    const { organizationId: partnerOrganizationId, token } = this.account;
    const status = await this.api.post(ORGANIZATION, '/v1/connections', { partnerOrganizationId, accessToken: token });
    if (status !== 201) throw new Error(`Connecting was answered with ${status}.`);
    const [row] = await this.sql<[{ id: string }]>`select id from connections`;
    this.#connected = { organizationId: ORGANIZATION, connectionId: row.id, partnerOrganizationId };
  }

  async progress(): Promise<Progress> {
    const [row] = await this.sql<Progress[]>`
      select
        s.progress_rows::integer as rows, s.backfilled, c.consecutive_failures as failures,
        s.phase = 'idle' and s.backfilled as is_derived,
        (select count(*)::integer from merchant_apps) as merchants
      from sync_status s
      join connections c on c.id = s.connection_id
    `;
    return row ?? { rows: 0, backfilled: false, failures: 0, merchants: 0, isDerived: false };
  }

  /** Counted one by one. */
  async storedRows(): Promise<number> {
    const [row] = await this.sql<{ rows: number }[]>`
      select ((select count(*) from transactions) + (select count(*) from app_events))::integer as rows
    `;
    return row?.rows ?? 0;
  }

  /** @param onLook is told at every look, some forty times a second */
  async until(
    reached: (progress: Progress) => boolean,
    timeoutMs: number,
    onLook: (progress: Progress) => unknown = () => undefined,
  ): Promise<void> {
    await waitFor(
      'the first sync',
      async () => {
        const progress = await this.progress();
        await onLook(progress);
        return reached(progress);
      },
      { timeoutMs, intervalMs: 25, giveUp: () => this.#deadWorker() },
    );
  }

  /** A shop that has an app now, as far as is stored; a first sync may not have come to one yet. */
  async installedShop(): Promise<InstalledShop> {
    return waitFor('a shop that has an app', async () => (await this.#installed(1)).at(0));
  }

  /** So many of them. @throws Error when there are fewer */
  async installedShops(count: number): Promise<InstalledShop[]> {
    const shops = await this.#installed(count);
    if (shops.length < count) throw new Error(`${shops.length} shops have an app, ${count} are asked for.`);
    return shops;
  }

  /** Each with one of its apps, of which it has left none. */
  async #installed(most: number): Promise<InstalledShop[]> {
    return this.sql<InstalledShop[]>`
      select min(p.app_number) as app_number, p.shop_number, min(m.domain) as domain
      from merchant_apps p
      join merchants m using (organization_id, shop_number)
      group by p.shop_number
      having bool_and(p.installed_at is not null and p.uninstalled_at is null)
      order by random()
      limit ${most}
    `;
  }

  /** Ends the worker without a word, as a crash does, and starts another at once. */
  async replaceWorker(): Promise<void> {
    this.worker.running.kill('SIGKILL');
    await this.worker.running.exited;
    this.worker = await startWorker(this.installation, this.settings);
  }

  /** What *Sync now* does: ends a rest. */
  async nudge(): Promise<void> {
    if (this.#connected !== undefined) await createSignalConnection(this.temporal)(this.#connected, 'syncNow');
  }

  get workflow() {
    const connected = this.#connected;
    return connected && this.temporal.workflow.getHandle(connectionWorkflowId(connected.connectionId));
  }

  #deadWorker(): string | undefined {
    const { exit, lastLines } = this.worker.running;
    return exit === undefined || exit.signal === 'SIGKILL' ? undefined : `the worker ended:\n${lastLines()}`;
  }
}
