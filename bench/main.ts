import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../src/process/paths.js';
import { type Installation, withInstallation } from './support/run/installation.js';
import { type Chosen, type Options, readOptions } from './support/run/options.js';
import { say } from './support/run/say.js';

/** A benchmark: its figures as one JSON object. What it starts in the installation ends with that. */
export interface Benchmark {
  readonly options: Options;
  run(installation: Installation, chosen: Chosen<Options>): Promise<object>;
}

// Each file in bench/ beside this one is a benchmark of its name; what they share lies in bench/support/.
const folder = join(paths.root, 'bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const [wanted = '', ...args] = process.argv.slice(2);
// All of them are for seeing that they still work: each would find the machine as the one before has left it.
const chosenNames = wanted === 'all' && args.length === 1 && args[0] === '--tiny' ? names : [wanted];
if (!chosenNames.every((name) => names.includes(name))) {
  console.error(
    `Usage: npm run bench -- <${names.join(' | ')}> [--tiny] [options]\n       npm run bench -- all --tiny`,
  );
  process.exit(2);
}
await withInstallation(async (installation) => {
  for (const name of chosenNames) {
    say(`${name} …`);
    const benchmark = (await import(`./${name}.js`)) as Benchmark;
    const figures = await benchmark.run(installation, readOptions(benchmark.options, args));
    // Progress and tables come before, on standard error; this line is for machines.
    console.log(JSON.stringify({ benchmark: name, ...figures }));
  }
});
