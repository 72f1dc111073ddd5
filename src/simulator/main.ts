import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.js';
import { worldOf, worldOptions } from './world-options.js';

/** The simulator as a process. Prints one line of JSON with its addresses when it is ready; ends on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      ...worldOptions,
    },
  });
  const simulator = await startSimulator({
    world: worldOf({ anchor: undefined, ...values }),
    host: values.host,
    port: port(values.port),
    controlPort: port(values['control-port']),
  });
  const { url, controlUrl } = simulator;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.close());
  process.stdout.write(`${JSON.stringify({ url, controlUrl })}\n`);
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
