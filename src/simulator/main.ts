import { parseArgs } from 'node:util';
import { instantFromMs, parseInstant } from '../instant.js';
import { startSimulator } from './simulator.js';
import { World } from './world.js';
import { demoWorld } from './worlds/demo/demo-world.js';

/** The simulator as a process. Prints one line of JSON with its addresses when it is ready; ends on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      world: { type: 'string', default: 'demo' },
      seed: { type: 'string', default: 'demo' },
      anchor: { type: 'string', default: instantFromMs(Date.now()) },
    },
  });
  const simulator = await startSimulator({
    world: worldNamed(values.world, values.seed, values.anchor),
    host: values.host,
    port: port(values.port),
    controlPort: port(values['control-port']),
  });
  const { url, controlUrl } = simulator;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.close());
  process.stdout.write(`${JSON.stringify({ url, controlUrl })}\n`);
}

function worldNamed(name: string, seed: string, anchorText: string): World {
  if (name === 'empty') return new World();
  if (name !== 'demo') throw new Error(`--world must be demo or empty, not ${name}`);
  const anchor = parseInstant(anchorText);
  if (anchor === null) throw new Error(`--anchor must be an ISO 8601 instant with a zone, not ${anchorText}`);
  return demoWorld({ seed, anchor });
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number > 65_535) throw new Error(`Not a port: ${text}`);
  return number;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
