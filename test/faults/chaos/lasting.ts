import { waitFor } from '../../support/servers/wait-for.js';
import type { ChaosAccount } from './account.js';
import type { Stage } from './stage.js';

/** A fault that stays for ever for one part; the rest must get on all the same. */
export interface Lasting {
  readonly name: string;
  /** Of one account, not of a process. */
  readonly isOfAccount: boolean;
  /** Over only once the rest was judged. */
  readonly end: () => Promise<void>;
}

type Begin = (stage: Stage, refused: ChaosAccount) => Promise<Lasting>;

const ofOneWorker = (name: string, begin: (stage: Stage) => void, end: (stage: Stage) => void): Begin => {
  return (stage) => {
    begin(stage);
    return Promise.resolve({
      name,
      isOfAccount: false,
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
    return Promise.resolve({ name: 'Shopify refuses one account', isOfAccount: true, end: () => Promise.resolve() });
  },
  async (stage) => {
    const [, worker] = stage.workers;
    await worker.works();
    worker.kill('SIGSTOP');
    await waitFor('it to be stopped', () => worker.isStopped);
    return { name: 'a worker stays stopped', isOfAccount: false, end: () => Promise.resolve(worker.kill('SIGCONT')) };
  },
  ofOneWorker(
    'a worker does not reach Postgres',
    ({ workers: [, worker] }) => worker.lines.postgres.swallow(),
    ({ workers: [, worker] }) => worker.lines.postgres.pass(),
  ),
  ofOneWorker(
    'a worker does not reach Temporal',
    ({ workers: [, worker] }) => worker.lines.temporal.swallow(),
    ({ workers: [, worker] }) => worker.lines.temporal.pass(),
  ),
];

export function beginLasting(seed: number, stage: Stage, refused: ChaosAccount): Promise<Lasting> {
  const begin = LASTING[seed % LASTING.length];
  if (begin === undefined) throw new Error('There is none.');
  return begin(stage, refused);
}
