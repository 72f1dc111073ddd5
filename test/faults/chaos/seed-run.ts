import { Random } from '../../../src/simulator/random.js';
import { waitFor } from '../../support/servers/wait-for.js';
import { databaseNow } from '../heal.js';
import { judgeRuns } from '../invariants/runs.js';
import { judgeWork } from '../invariants/work.js';
import { ChaosAccount } from './account.js';
import { judgeAll } from './judge-all.js';
import type { FaultKind, Scene } from './kinds/fault.js';
import { kindsOf } from './kinds/kinds.js';
import { beginLasting, type Lasting } from './lasting.js';
import { lookAt } from './look.js';
import { passed } from './passed.js';
import { readRun } from './read-run.js';
import type { Retired } from './retired.js';
import { settled } from './settled.js';
import type { Stage } from './stage.js';
import { work } from './work.js';

export interface SeedResult {
  readonly seed: number;
  readonly lasting: string;
  /** How often each fault did something. */
  readonly bites: Readonly<Record<string, number>>;
  /** From the end of the last fault until all was in order; null when it never was. */
  readonly healMs: number | null;
  readonly rows: number;
  readonly requests: number;
  readonly looks: number;
  /** What is not as it must be. */
  readonly findings: readonly string[];
}

/** Pages ÷ rate + 30 s (I15), and what a killed worker's heartbeats, leases and doubled waits add to it. */
const HEAL_BOUND_MS = 120_000;
const LEAST = { rows: 1_000, requests: 10, looks: 4, faults: 3 };
/**
 * A fault may last so much longer, until it has done something: a worker that is told to end may take 20 s, and what another
 * fault has stopped meanwhile begins again.
 */
const BITE_WITHIN_MS = 30_000;
const READY_WITHIN_MS = 120_000;
const RETIRED_WITHIN_MS = 60_000;
const LATENCY_MS = 80;
/** Of the accounts of a seed, by their names. */
const SIZES = {
  steady: { transactions: 40, events: 60 },
  odd: { transactions: 30, events: 30 },
  first: { transactions: 5_000, events: 1_200 },
  late: { transactions: 300, events: 100 },
} as const;
/** What stands in a fault's way at its beginning heals within so long once the others are over. */
const BEGIN_MARGIN_MS = 60_000;

/**
 * One seed: accounts of its own, faults that it draws, work that goes on meanwhile, and then every judge.
 * @param retired those of earlier seeds; those of this one are added
 */
export async function runSeed(stage: Stage, seed: number, seconds: number, retired: Retired): Promise<SeedResult> {
  const run = new SeedRun(stage, seed, seconds * 1_000);
  try {
    await run.prepare();
    await run.faults();
    await run.heal();
    await run.judge();
  } catch (error) {
    run.findings.push(error instanceof Error ? error.message : String(error));
  } finally {
    await run.retire();
  }
  retired.add(run.accounts);
  run.findings.push(...retired.judge(stage.installation.simulator.log));
  return run.result();
}

class SeedRun {
  readonly findings: string[] = [];
  readonly accounts: ChaosAccount[];
  readonly #since: number;
  readonly #bites: Record<string, number> = {};
  #lasting: Lasting | undefined;
  #looks = 0;
  #healMs: number | null = null;
  #rows = 0;

  constructor(
    private readonly stage: Stage,
    private readonly seed: number,
    private readonly lengthMs: number,
  ) {
    this.#since = stage.upstream.lastRequest;
    stage.installation.simulator.settings.latencyMs = LATENCY_MS;
    this.accounts = Object.entries(SIZES).map(
      ([name, size], place) => new ChaosAccount(name, stage, size, String(1_000_000 + seed * 10 + place)),
    );
  }

  get #named(): readonly [ChaosAccount, ChaosAccount, ChaosAccount, ChaosAccount] {
    return this.accounts as unknown as [ChaosAccount, ChaosAccount, ChaosAccount, ChaosAccount];
  }

  async prepare(): Promise<void> {
    const { api, workers } = this.stage;
    await Promise.all([api, ...workers].map((process) => process.works()));
    const [steady, odd] = this.#named;
    await Promise.all([steady, odd].map((account) => account.join(READY_WITHIN_MS)));
    await Promise.all([steady, odd].map((account) => account.backfilled(READY_WITHIN_MS)));
    await waitFor('Convot to be told of the first sync', () =>
      this.stage.receiver.received.some(({ body }) => body.includes(steady.connectionId)),
    );
  }

  async faults(): Promise<void> {
    const [steady, odd, first, late] = this.#named;
    await first.join(READY_WITHIN_MS);
    const beganMs = performance.now();
    const endMs = beganMs + this.lengthMs;
    const joined = () => [steady, first, ...(late.connectionId === '' ? [] : [late])];
    this.#lasting = await beginLasting(this.seed, this.stage, odd);
    odd.isRefused = !this.#lasting.isOfWorker;
    const on = kindsOf(this.seed).map((kind) => this.#fault(kind, beganMs, joined));
    await allOver([
      ...on,
      work(joined, new Random(`work ${this.seed}`), endMs),
      this.#look(endMs, joined),
      passed(beganMs + this.lengthMs / 3).then(() => late.join(this.lengthMs + READY_WITHIN_MS)),
    ]);
  }

  async #fault(kind: FaultKind, beganMs: number, joined: () => readonly ChaosAccount[]): Promise<void> {
    const { stage, seed, lengthMs } = this;
    const random = new Random(`${kind.name} ${seed}`);
    const fromMs = beganMs + lengthMs * (0.05 + 0.3 * random.next());
    const untilMs = fromMs + lengthMs * (0.25 + 0.35 * random.next());
    this.#bites[kind.name] = 0;
    await passed(fromMs);
    const workers = this.#lasting?.isOfWorker === true ? stage.workers.slice(0, 1) : stage.workers;
    const scene: Scene = { stage, workers, accounts: joined(), random };
    // Another one may be in its way.
    const fault = await waitFor(`${kind.name}: to begin`, () => kind.begin(scene), {
      timeoutMs: lengthMs + BEGIN_MARGIN_MS,
      intervalMs: 500,
    });
    await passed(untilMs);
    await waitFor(`${kind.name}: to do something`, () => fault.bites() > 0, { timeoutMs: BITE_WITHIN_MS }).catch(
      () => undefined,
    );
    await waitFor(`${kind.name}: to be over`, () => fault.end().then(() => true), { timeoutMs: READY_WITHIN_MS });
    this.#bites[kind.name] = fault.bites();
  }

  async #look(untilMs: number, joined: () => readonly ChaosAccount[]): Promise<void> {
    for (let turn = 0; performance.now() < untilMs; turn += 1) {
      const accounts = joined();
      const account = accounts[turn % accounts.length];
      const found = account === undefined ? undefined : await lookAt(this.stage.installation, account);
      if (found !== undefined) this.#looks += 1;
      for (const what of found ?? []) this.findings.push(`${account?.name ?? ''}, while faults were on: ${what}`);
      await passed(performance.now() + 700);
    }
  }

  async heal(): Promise<void> {
    const { stage } = this;
    const beganMs = performance.now();
    const boundMs = this.#healBoundMs;
    const left = () => boundMs - (performance.now() - beganMs);
    const healedAt = await waitFor('the database', () => databaseNow(stage.installation.sql));
    for (const account of this.accounts) if (account.isToBeConnectedAgain) await account.reconnect(left());
    await settled(stage, this.accounts, { healedAt, boundMs: left() });
    this.#healMs = performance.now() - beganMs;
    await this.#deriveAgain();
  }

  /** Each merchant of whom Convot was told is derived once more: nothing may be told again. */
  async #deriveAgain(): Promise<void> {
    const { stage, accounts } = this;
    const healedAt = await databaseNow(stage.installation.sql);
    for (const account of accounts.filter(({ isRefused }) => !isRefused)) {
      for (const domain of account.lostShops) account.putSale(domain);
    }
    await settled(stage, accounts, { healedAt, boundMs: this.#healBoundMs });
  }

  get #healBoundMs(): number {
    return HEAL_BOUND_MS + (this.#lasting?.noticedWithinMs ?? 0);
  }

  async judge(): Promise<void> {
    const { stage, accounts } = this;
    this.findings.push(...(await judgeAll(stage, accounts, this.#since)));
    const ids = accounts.map(({ connectionId }) => connectionId);
    const [{ rows }] = await stage.installation.sql<[{ rows: number }]>`
      select (
        (select count(*) from transactions where connection_id = any (${ids}::uuid[]))
        + (select count(*) from app_events where connection_id = any (${ids}::uuid[]))
      )::integer as rows
    `;
    this.#rows = rows;
    this.findings.push(...judgeWork(this.result(), LEAST));
  }

  /** Nothing of this seed is in the way of the next one, whatever came of it. */
  async retire(): Promise<void> {
    const { stage, accounts } = this;
    try {
      await this.#lasting?.end();
      const connected = accounts.filter(({ connectionId }) => connectionId !== '');
      await Promise.all(connected.map((account) => this.#end(account)));
    } catch (error) {
      this.findings.push(error instanceof Error ? error.message : String(error));
      await Promise.all(accounts.filter(({ connectionId }) => connectionId !== '').map((account) => account.retire()));
    }
    for (const process of [stage.api, ...stage.workers, stage.thirdWorker]) process.forget();
  }

  async #end(account: ChaosAccount): Promise<void> {
    const { temporal } = this.stage.installation;
    if (!(await account.disconnect(RETIRED_WITHIN_MS))) this.findings.push(`${account.name} is not disconnected`);
    const readNow = () => readRun(temporal, account.connectionId, 'disconnected');
    await waitFor(`${account.name}: its workflow to end`, async () => (await readNow()).open === 0);
    this.findings.push(...judgeRuns([await readNow()]));
  }

  result(): SeedResult {
    const { seed, findings } = this;
    const requests = this.stage.upstream.lastRequest - this.#since;
    const [bites, looks, healMs, rows] = [this.#bites, this.#looks, this.#healMs, this.#rows];
    return { seed, lasting: this.#lasting?.name ?? 'none', bites, looks, healMs, rows, requests, findings };
  }
}

/** Resolves when each of them is settled, so that nothing of it is still on. @throws with what failed, all of it */
async function allOver(works: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(works);
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (failed.length === 0) return;
  throw new Error(failed.map((error) => (error instanceof Error ? error.message : String(error))).join('\n'));
}
