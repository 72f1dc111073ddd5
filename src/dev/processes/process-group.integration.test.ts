import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { paths } from '../../process/paths.js';
import { ProcessGroup } from './process-group.js';
import { fingerprintOf } from './process-table.js';
import { waitFor } from './wait-for.js';

const group = new ProcessGroup();
afterAll(() => group.killAll());
const sleeper = { name: 'sleeper', command: 'sleep', args: ['1000'], env: {} };

test('stopAll ends what was started, and says how', async () => {
  const first = await group.start(sleeper);
  expect(first.exit).toBeUndefined();
  await group.stopAll();
  expect(first.exit).toEqual({ code: null, signal: 'SIGTERM' });
});

test('a program that ignores the stop signal is killed', async () => {
  const deaf = await group.start({
    ...sleeper,
    command: 'sh',
    args: ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.1; done'],
    stopTimeoutMs: 100,
  });
  await waitFor('the trap to be set', () => deaf.lastLines() === 'ready');
  expect(await deaf.stop()).toEqual({ code: null, signal: 'SIGKILL' });
});

test('a program that cannot be run is an error that names it', async () => {
  await expect(group.start({ ...sleeper, command: '/no/such/program' })).rejects.toThrow('/no/such/program');
});

test('a tool that fails is an error with its last lines', async () => {
  const failing = { ...sleeper, command: 'sh', args: ['-c', 'echo because >&2; exit 3'] };
  await expect(group.run(failing)).rejects.toThrow(/ended with 3:\nbecause/);
});

test('when the owner is killed, its processes and throw-away directories go too', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'convot-test-'));
  const program = `
    import { ProcessGroup } from '${paths.root}src/dev/processes/process-group.ts';
    const group = new ProcessGroup();
    group.removeAfterwards('${directory}');
    console.log((await group.start(${JSON.stringify(sleeper)})).pid);
    setInterval(() => undefined, 1000);
  `;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: paths.root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
  expect(fingerprintOf(Number(pid))).toBeDefined();
  owner.kill('SIGKILL');
  await waitFor('the orphan to be ended', () => fingerprintOf(Number(pid)) === undefined);
  await waitFor('the directory to be removed', () => !existsSync(directory));
});
