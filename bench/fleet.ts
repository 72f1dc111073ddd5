import { setTimeout as sleep } from 'node:timers/promises';
import { begunSyncs, secondsToRecover } from './support/fleet/begun-syncs.js';
import { asleepFigures, phaseFigures, sayPhases } from './support/fleet/fleet-report.js';
import { FleetRun } from './support/fleet/fleet-run.js';
import { setFleetStage, startFleet } from './support/fleet/fleet-stage.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

export const options = {
  connections: { usual: 10_000, tiny: 6 },
  /** Of the measurement, without what is prepared. */
  minutes: { usual: 15, tiny: 0.4 },
  /** Seconds. */
  interval: { usual: 240, tiny: 2 },
  /** Of each of the twenty accounts that are connected meanwhile, ten at a time. */
  'past-rows': { usual: 20_000, tiny: 300 },
  newcomers: { usual: 20, tiny: 2 },
  /** Of a hundred connections so many have something new in a cycle. */
  news: { usual: 1, tiny: 20 },
  /** Seconds for which all are started and none is due. */
  asleep: { usual: 30, tiny: 1 },
  /** Seconds for which nothing of ours runs, at least. */
  outage: { usual: 60, tiny: 2 },
  /** `production` or `development`. */
  temporal: { usual: 'production', tiny: 'development' },
};

/** What a user feels: then a connection may be late. */
const MOST_LATE_MS = 10_000;

/**
 * Thousands of connections at their usual interval, each with something new now and then: asleep, under one worker, with
 * first syncs beside them, under three of which one is killed, and after everything was away.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { connections, minutes, interval, newcomers, news, asleep, outage, temporal, 'past-rows': pastRows } = chosen;
  const intervalMs = interval * 1_000;
  const shape = { connections, newcomers, pastRows, newsEveryMs: (intervalMs * 100) / news };
  const stage = await setFleetStage(installation, { ...shape, intervalMs, isDevelopment: temporal !== 'production' });
  const fleet = new FleetRun(stage);
  try {
    await fleet.startApi();
    await fleet.startWorkers(1);
    say(`Starting ${connections} workflows …`);
    const sleeping = await fleet.asleep(await startFleet(stage, intervalMs, asleep * 1_000));
    const shareMs = (share: number) => minutes * 60_000 * share;
    await fleet.phase('one worker', () => sleep(shareMs(0.25)));
    await fleet.phase('one worker, first syncs', async () => {
      await fleet.connect(stage.newcomers.slice(0, newcomers / 2));
      await sleep(shareMs(0.15));
    });
    await fleet.startWorkers(2);
    await fleet.phase('three workers, first syncs, one killed', async () => {
      await fleet.connect(stage.newcomers.slice(newcomers / 2));
      await sleep(shareMs(0.12));
      await fleet.killWorker();
      await sleep(shareMs(0.12));
    });
    await fleet.stopAll();
    await sleep(outage * 1_000);
    await fleet.restartAll(2);
    const restartedAtMs = Date.now();
    await fleet.phase('after everything was away', () => sleep(shareMs(0.36)));
    const overdue = await fleet.overdue(intervalMs);
    const closedRuns = await fleet.closedRuns();
    await fleet.stopAll();
    const syncs = begunSyncs(fleet.workers, new Set(stage.connections.map(({ connectionId }) => connectionId)));
    const phases = fleet.phases.map((phase) => phaseFigures(phase, syncs, intervalMs));
    const figuresAsleep = sleeping && asleepFigures(sleeping);
    sayPhases(figuresAsleep, phases);
    return {
      ...{ connections, interval, outage, newcomers, pastRows, temporal, closedRuns },
      /** Not begun at the end although due a whole interval ago. */
      overdue,
      secondsToRecover: secondsToRecover(syncs, restartedAtMs, Date.now(), MOST_LATE_MS),
      asleep: figuresAsleep,
      phases,
    };
  } finally {
    await fleet.close();
    await stage.close();
  }
}
