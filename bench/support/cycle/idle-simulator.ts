import { startSimulator } from '../../../src/simulator/simulator.js';
import { serveCount } from '../run/serve-count.js';
import { idleAccounts, idleWorld } from './idle-accounts.js';

/** The Partner API of so many idle accounts as a process; counts the requests it was asked. */
const { log, url } = await startSimulator({ world: idleWorld(idleAccounts(Number(process.argv[2]))) });
serveCount(() => log.list().at(-1)?.number ?? 0, { url });
