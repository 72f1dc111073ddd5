import { waitFor } from '../../support/servers/wait-for.js';
import type { ChaosAccount } from './account.js';
import type { Stage } from './stage.js';

/** A fault that stays for ever for one part; the rest must get on all the same. */
export interface Lasting {
  readonly name: string;
  /** Of the second worker, or of one account. */
  readonly isOfWorker: boolean;
  /** What it takes until whoever looks after the worker restarts it: meanwhile it takes work that it cannot do. */
  readonly noticedWithinMs: number;
  /** Over only once the rest was judged. */
  readonly end: () => Promise<void>;
}

type Begin = (stage: Stage, refused: ChaosAccount) => Promise<Lasting>;

const ofOneWorker = (
  name: string,
  noticedWithinMs: number,
  begin: (stage: Stage) => void,
  end: (stage: Stage) => void,
): Begin => {
  return (stage) => {
    begin(stage);
    return Promise.resolve({
      name,
      isOfWorker: true,
      noticedWithinMs,
      end: async () => {
        end(stage);
        await stage.workers[1].works();
      },
    });
  };
};

const LASTING: readonly Begin[] = [
  (stage, refused) => {
    stage.installation.simulator.world.found(refused.partnerOrganizationId).revoke(refused.token);
    return Promise.resolve({
      name: 'Shopify refuses one account',
      isOfWorker: false,
      noticedWithinMs: 0,
      end: () => Promise.resolve(),
    });
  },
  async (stage) => {
    const [, worker] = stage.workers;
    await worker.works();
    // Nobody notices.
    worker.isLookedAfter = false;
    worker.kill('SIGSTOP');
    await waitFor('it to be stopped', () => worker.isStopped);
    const end = () => {
      worker.isLookedAfter = true;
      worker.kill('SIGCONT');
      return Promise.resolve();
    };
    return { name: 'a worker stays stopped', isOfWorker: true, noticedWithinMs: 0, end };
  },
  ofOneWorker(
    'a worker does not reach Postgres',
    // It is unwell after a minute, and looked at every quarter of one.
    90_000,
    ({ workers: [, worker] }) => worker.lines.postgres.swallow(),
    ({ workers: [, worker] }) => worker.lines.postgres.pass(),
  ),
  ofOneWorker(
    'a worker does not reach Temporal',
    0,
    ({ workers: [, worker] }) => worker.lines.temporal.swallow(),
    ({ workers: [, worker] }) => worker.lines.temporal.pass(),
  ),
];

export function beginLasting(seed: number, stage: Stage, refused: ChaosAccount): Promise<Lasting> {
  const begin = LASTING[seed % LASTING.length];
  if (begin === undefined) throw new Error('There is none.');
  return begin(stage, refused);
}
