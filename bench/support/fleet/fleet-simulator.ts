import { startSimulator } from '../../../src/simulator/simulator.js';
import { serveCount } from '../run/serve-count.js';
import { type FleetShape, fleetWorld } from './fleet-world.js';

/** The Partner API of a fleet as a process; counts the requests it was asked. */
const shape = JSON.parse(process.argv[2] ?? '{}') as FleetShape;
const { log, url, controlUrl } = await startSimulator({ world: fleetWorld(shape) });
serveCount(() => log.list().at(-1)?.number ?? 0, { url, controlUrl });
