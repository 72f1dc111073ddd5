import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { freePort } from '../support/servers/free-port.js';
import { useInstallation } from '../support/servers/installation.js';
import { type AppProcess, useAppProcesses } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/* A log that takes no more: a full disk, and a pipe whose reader hangs. It must stop neither work nor SIGTERM. */
const installation = useInstallation({ SYNC_INTERVAL: '2s', LOG_LEVEL: 'trace' });
const processes = useAppProcesses();
const folder = mkdtempSync(join(tmpdir(), 'convot-full-log-'));
const unreadPipe = join(folder, 'unread');
let reader = 0;

beforeAll(async () => {
  execFileSync('mkfifo', [unreadPipe]);
  // Somebody holds it open for reading, and never reads.
  reader = openSync(unreadPipe, constants.O_RDWR | constants.O_NONBLOCK);
  fill(reader);
  await installation.startApi();
}, 60_000);
afterAll(() => {
  closeSync(reader);
  rmSync(folder, { recursive: true, force: true });
});

function fill(pipe: number): void {
  for (const size of [65_536, 4_096, 1]) {
    try {
      for (;;) writeSync(pipe, Buffer.alloc(size, '\n'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

async function ends(name: string, process: AppProcess): Promise<void> {
  process.kill('SIGTERM');
  await healed(`${name} has ended`, () => process.exit !== undefined, 25_000);
  expect(process.exit).toMatchObject({ code: 0 });
}

describe.each([
  ['a full disk', '/dev/full'],
  ['a pipe that nobody reads', unreadPipe],
])('%s', (what, logFile) => {
  test('the api answers, counts what it cannot write, and ends when it is told to', async () => {
    const [port, metricsPort] = [await freePort(), await freePort()];
    const env = { ...installation.environment(), PORT: String(port), METRICS_PORT: String(metricsPort) };
    const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
    const api = await processes.start('api/main.js', { env, logFile, isReady });
    const dropped = async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return Number(/^log_lines_dropped_total (\d+)$/m.exec(metrics)?.[1]);
    };
    await waitFor('lines to be dropped', async () => {
      // Some may wait for a reader before the first line is dropped.
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => fetch(`http://127.0.0.1:${port}/v1/connections`)),
      );
      expect(answers.every(({ status }) => status === 401)).toBe(true);
      await Promise.all(answers.map((answer) => answer.text()));
      return (await dropped()) > 0;
    });
    await ends(`log is ${what}: the api`, api);
  });

  test('the worker syncs, and ends when it is told to', async () => {
    const worker = await processes.start('worker/main.js', { env: installation.environment(), logFile });
    const account = new PartnerAccount(installation, { transactions: 20, events: 20 });
    await account.connect();
    await account.backfilled();
    const before = account.requests().length;
    await waitFor('more syncs', () => account.requests().length >= before + 3);
    await ends(`log is ${what}: the worker`, worker);
  });
});
