import { askHealth, workersHere } from './health-socket.js';

/*
 * Exits with 0 when the workers of this machine say that they are well: that they can reach what they need, and get done
 * what is due. For the container's health check. With a process number as its argument it asks that one only.
 */
const [wanted] = process.argv.slice(2);
const pids = wanted === undefined ? workersHere() : [Number(wanted)];
const answers = await Promise.all(pids.map(async (pid) => ({ pid, health: await askHealth(pid) })));
const running = answers.flatMap(({ pid, health }) => (health === null ? [] : [{ pid, ...health }]));

for (const worker of running) process.stdout.write(`${JSON.stringify(worker)}\n`);
if (running.length === 0) process.stdout.write('No worker runs here.\n');
process.exitCode = running.length > 0 && running.every(({ complaints }) => complaints.length === 0) ? 0 : 1;
