import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import type { IdleAccount } from '../cycle/idle-accounts.js';
import { type RunningApi, startApi } from '../run/api-process.js';
import type { BenchProcess } from '../run/bench-process.js';
import { say } from '../run/say.js';
import { startWorker } from '../run/worker-process.js';
import type { Phase } from './fleet-report.js';
import { type FleetStage, isAsleep } from './fleet-stage.js';
import { FleetWatch } from './fleet-watch.js';

const CREATED = 201;

/** Our processes on a stage, and what is seen of them. */
export class FleetRun {
  /** Also those that have ended. */
  readonly workers: BenchProcess[] = [];
  readonly phases: Phase[] = [];
  readonly #watch: FleetWatch;
  #api: RunningApi | undefined;

  constructor(private readonly stage: FleetStage) {
    this.#watch = new FleetWatch(stage);
  }

  async startApi(): Promise<void> {
    const { installation, settings, connections } = this.stage;
    const [{ organizationId } = { organizationId: 'nobody' }] = connections;
    this.#api = await startApi(installation, { databaseUrl: settings.databaseUrl, organizationId, beside: settings });
    this.#watch.meter.watch('api', this.#api.pid);
  }

  async startWorkers(count: number): Promise<void> {
    const { installation, settings } = this.stage;
    const started = await Promise.all(Array.from({ length: count }, () => startWorker(installation, settings)));
    for (const worker of started) this.#watch.meter.watch('worker', worker.running.pid);
    this.workers.push(...started);
  }

  /** As their owners would. */
  async connect(accounts: readonly IdleAccount[]): Promise<void> {
    for (const { organizationId, partnerOrganizationId, accessToken } of accounts) {
      const status = await this.#api?.post(organizationId, '/v1/connections', { partnerOrganizationId, accessToken });
      if (status !== CREATED) throw new Error(`Connecting was answered with ${String(status)}.`);
    }
  }

  async killWorker(): Promise<void> {
    const [worker] = this.#running();
    worker?.running.kill('SIGKILL');
    await worker?.running.exited;
  }

  async phase(name: string, work: () => Promise<void>): Promise<void> {
    this.phases.push(await this.#watched(name, work));
  }

  /** Until the first is due. @returns null when starting them lasts until then: the first stretch has that in it, too */
  async asleep(dueAtMs: number): Promise<Phase | null> {
    const waiting = { timeoutMs: dueAtMs - Date.now(), intervalMs: 2_000 };
    const areAsleep = await waitFor('the workflows to sleep', () => isAsleep(this.stage), waiting).catch(() => false);
    if (areAsleep) return this.#watched('asleep', () => sleep(dueAtMs - Date.now()));
    say('They are still being started.');
    return null;
  }

  overdue(lateMs: number): Promise<number> {
    return this.#watch.overdue(lateMs);
  }

  /** Runs that Temporal keeps and that have ended. */
  async closedRuns(): Promise<number> {
    const { count } = await this.stage.client.workflow.count(`ExecutionStatus != 'Running'`);
    return count;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running().map(({ running }) => running.stop()), this.#api?.stop()]);
    await this.stage.temporal.stop();
  }

  async restartAll(workers: number): Promise<void> {
    this.#watch.meter.watch('temporal', await this.stage.temporal.restart());
    await Promise.all([this.startApi(), this.startWorkers(workers)]);
    await waitFor('the workers to run', () => this.#running().length === workers);
  }

  async close(): Promise<void> {
    await this.#watch.close();
  }

  async #watched(name: string, work: () => Promise<void>): Promise<Phase> {
    say(`${name} …`);
    this.#watch.takeMosts();
    const before = await this.#watch.look();
    await work();
    const after = await this.#watch.look();
    return { name, before, after, mosts: this.#watch.takeMosts() };
  }

  #running(): BenchProcess[] {
    return this.workers.filter(({ running }) => running.exit === undefined);
  }
}
