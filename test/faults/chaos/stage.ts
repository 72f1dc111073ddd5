import { freePort } from '../../../src/dev/processes/ports.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { monotonicMs } from '../../../src/simulator/request-log.js';
import { type OwnPostgres, startOwnPostgres } from '../../support/database/own-postgres.js';
import { askHealth } from '../../support/servers/ask-health.js';
import { useFaultProxies } from '../../support/servers/fault-proxy.js';
import { callerOf, type Installation, useInstallation } from '../../support/servers/installation.js';
import { useAppProcesses } from '../../support/servers/processes.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/servers/webhook-receiver.js';
import type { Stretch } from '../invariants/requests.js';
import { KeptProcess } from './kept-process.js';
import { type Lines, startLines } from './lines.js';
import { Upstream } from './upstream.js';

/** What all seeds of a run share: the servers, and processes that are started again whenever they end. */
export interface Stage {
  readonly installation: Installation;
  /** Between two syncs of a healthy connection. */
  readonly intervalMs: number;
  readonly postgres: OwnPostgres;
  readonly receiver: WebhookReceiver;
  readonly upstream: Upstream;
  /** Bound as an operator's command is. */
  readonly operator: Sql;
  readonly api: KeptProcess;
  readonly workers: readonly [KeptProcess, KeptProcess];
  /** Not running unless a fault starts it. */
  readonly thirdWorker: KeptProcess;
  /** What every process of this installation has in its environment, and no other. */
  readonly mark: string;
  /** When what counts requests did not get its turn: what came meanwhile is counted too late. */
  readonly stalls: Stretch[];
}

/** How long a caller of the api waits: longer than it may take to say that it cannot. */
const PATIENCE_MS = 35_000;
const STALL_MS = 60;
/** Whoever restarts what is unwell looks so often. */
const LOOK_AFTER_MS = 15_000;

/** @param dist where the compiled processes are, from `dist` */
export function useStage({ intervalMs, dist = '.' }: { intervalMs: number; dist?: string }): { readonly stage: Stage } {
  let postgres: OwnPostgres | undefined;
  const base = useInstallation({}, async () => (postgres = await startOwnPostgres()));
  const processes = useAppProcesses();
  const proxies = useFaultProxies();
  let stage: Stage | undefined;
  const open: (() => unknown)[] = [];

  beforeAll(async () => {
    if (postgres === undefined) throw new Error('The database was not started.');
    const own = postgres;
    const receiver = await startWebhookReceiver();
    open.push(() => receiver.close());
    const operator = connectPostgres(own.url, { applicationName: 'test', role: 'convot_operator', max: 2 });
    open.push(() => operator.end({ timeout: 5 }));
    const port = await freePort();
    const settings = {
      ...{ SYNC_INTERVAL: `${intervalMs}ms`, FAILURE_LIMIT: '2', PORT: String(port) },
      ...{ CONVOT_WEBHOOK_URL: receiver.url, CONVOT_WEBHOOK_SECRET: receiver.secret },
    };
    const kept = async (name: string, kind: 'api' | 'worker', ready: RegExp) => {
      const { simulator, temporalServer } = base;
      const addresses = { postgres: own.urlOf(kind), temporal: temporalServer.address, shopify: simulator.url };
      const lines: Lines = await startLines(proxies, addresses);
      const env = {
        ...{ ...base.environment(), ...settings, DATABASE_URL: lines.postgres.before(addresses.postgres) },
        ...{ TEMPORAL_ADDRESS: lines.temporal.address, PARTNER_API_URL: lines.shopify.before(addresses.shopify) },
      };
      return new KeptProcess(name, lines, () => processes.start(`${dist}/${kind}/main.js`, { env }), ready);
    };
    const [api, ...workers] = await Promise.all([
      kept('api', 'api', /"port":\d+/),
      ...['first worker', 'second worker', 'third worker'].map((name) => kept(name, 'worker', /worker started/)),
    ]);
    const [first, second, thirdWorker] = workers;
    if (first === undefined || second === undefined || thirdWorker === undefined) throw new Error('No worker.');
    const stalls: Stretch[] = [];
    const watch = watchStalls(stalls);
    open.push(() => clearInterval(watch));
    const lookAfter = setInterval(() => {
      for (const worker of [first, second, thirdWorker]) void worker.lookAfter(isWell);
    }, LOOK_AFTER_MS);
    open.push(() => clearInterval(lookAfter));
    const call = callerOf(() => `http://127.0.0.1:${port}`, PATIENCE_MS);
    const installation = Object.create(base, { call: { value: call } }) as Installation;
    stage = {
      ...{ installation, intervalMs, postgres: own, receiver, upstream: new Upstream(base.simulator), operator, api },
      ...{ workers: [first, second], thirdWorker, stalls },
      mark: String(base.environment()['TOKEN_KEYS']),
    };
    open.push(() => Promise.all([api, first, second, thirdWorker].map((process) => process.leave('SIGKILL'))));
    await Promise.all([api, first, second].map((process) => process.keep()));
  }, 240_000);
  afterAll(async () => {
    const failed: unknown[] = [];
    for (const close of open.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        failed.push(error);
      }
    }
    if (failed.length > 0) throw new AggregateError(failed, 'The stage was not given back.');
  }, 60_000);

  return {
    get stage() {
      if (stage === undefined) throw new Error('The stage is not set.');
      return stage;
    },
  };
}

const isWell = async (pid: number) => (await askHealth({ pid })).isWell;

function watchStalls(stalls: Stretch[]): NodeJS.Timeout {
  let last = monotonicMs();
  return setInterval(() => {
    const now = monotonicMs();
    if (now - last > STALL_MS) stalls.push({ fromMs: last, untilMs: now + STALL_MS });
    last = now;
  }, STALL_MS / 3);
}
