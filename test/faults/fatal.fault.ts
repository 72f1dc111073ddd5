import { freePort } from '../support/servers/free-port.js';
import { useInstallation } from '../support/servers/installation.js';
import { useAppProcesses } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/* What a process does that cannot go on, or is told to end before it has begun. */
const installation = useInstallation();
const processes = useAppProcesses();

test.each(['api', 'worker'])('the %s ends with a failure at something that nobody caught', async (name) => {
  for (const how of ['throw new Error("thrown")', 'Promise.reject(new Error("rejected"))']) {
    const thrower = `data:text/javascript,process.on('SIGUSR2', () => { ${how} })`;
    const env = { ...installation.environment(), NODE_OPTIONS: `--import "${thrower.replaceAll('"', '%22')}"` };
    const process = await processes.start(`${name}/main.js`, { env });
    await process.printed(/worker started|listening/, 60_000);
    process.kill('SIGUSR2');
    await healed(`${name}, not caught: ended`, () => process.exit !== undefined, 5_000);
    expect(process.exit).toMatchObject({ code: 1 });
    expect(process.output()).toContain('something was thrown that nobody caught');
  }
});

test('a worker that waits for Temporal ends when it is told to', async () => {
  const env = { ...installation.environment(), TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` };
  const worker = await processes.start('worker/main.js', { env });
  await worker.printed(/Temporal does not answer/, 60_000);
  worker.kill('SIGTERM');
  await waitFor('it to end', () => worker.exit !== undefined, { timeoutMs: 5_000 });
  expect(worker.exit).toMatchObject({ code: 0 });
});
