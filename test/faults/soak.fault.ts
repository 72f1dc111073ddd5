import { readdirSync } from 'node:fs';
import { inheritedEnvironment } from '../../src/config/config.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * Hours of cycles: what a worker holds does not grow. On demand, because it takes as long as it says:
 * `SOAK_MINUTES=60 npm run test:faults -- soak`.
 */
const MINUTES = Number(inheritedEnvironment()['SOAK_MINUTES'] ?? 0);
const CONNECTIONS = 50;
/** Until then whatever is made once is made. */
const SETTLED_AFTER = 0.25;
const MOST_GROWTH = 1.05;

const installation = useInstallation({ SYNC_INTERVAL: '1s' });
const TELL = `
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGHUP', () => { collect(); collect(); console.log('heap ' + process.memoryUsage().heapUsed); });
`;

interface Held {
  readonly heapMegabytes: number;
  readonly files: number;
  readonly lines: number;
}

const onDemand = MINUTES > 0 ? test : test.skip;

onDemand(
  `F19: ${MINUTES} minutes of cycles of ${CONNECTIONS} connections take no more memory, files and lines at the end than soon after the beginning`,
  async () => {
    await installation.startApi();
    const worker = await installation.startWorker(undefined, {
      NODE_OPTIONS: `--max-old-space-size=192 --import "data:text/javascript,${encodeURIComponent(TELL)}"`,
    });
    const accounts = Array.from(
      { length: CONNECTIONS },
      () => new PartnerAccount(installation, { transactions: 20, events: 20 }),
    );
    for (const account of accounts) await account.connect();
    for (const account of accounts) await account.backfilled();
    const seen: Held[] = [];
    for (let minute = 1; minute <= MINUTES; minute += 1) {
      const endsAtMs = performance.now() + 60_000;
      await waitFor('a minute of cycles', () => performance.now() >= endsAtMs, { timeoutMs: 90_000 });
      const told = () => [...worker.output().matchAll(/^heap (\d+)$/gm)];
      const before = told().length;
      worker.kill('SIGHUP');
      await waitFor('its heap', () => told().length > before);
      const lines = await installation.sql`select pid from pg_stat_activity where application_name = 'convot-worker'`;
      const held = {
        heapMegabytes: Math.round(Number(told().at(-1)?.[1]) / 10_000) / 100,
        files: readdirSync(`/proc/${worker.pid}/fd`).length,
        lines: lines.length,
      };
      process.stdout.write(`[faults] soak, minute ${minute}: ${JSON.stringify(held)}\n`);
      seen.push(held);
    }
    const settled = seen.slice(Math.floor(MINUTES * SETTLED_AFTER));
    const [first, last] = [settled[0], settled.at(-1)];
    if (first === undefined || last === undefined) throw new Error('nothing was measured');
    expect(last.heapMegabytes / first.heapMegabytes).toBeLessThan(MOST_GROWTH);
    expect(last.files).toBeLessThanOrEqual(first.files + 10);
    expect(last.lines).toBeLessThanOrEqual(20);
    expect(worker.exit).toBeUndefined();
  },
  (MINUTES + 10) * 60_000,
);
