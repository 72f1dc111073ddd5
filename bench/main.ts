import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../src/process/paths.js';
import { readOptions, type Chosen, type Options } from './support/options.js';

/** A benchmark: its figures as one JSON object. It gives back all that it starts. */
export interface Benchmark {
  readonly options: Options;
  run(chosen: Chosen<Options>): Promise<object>;
}

// Each file in bench/ beside this one is a benchmark of its name; what they share lies in bench/support/.
const folder = join(paths.root, 'bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const [name = '', ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(`Usage: npm run bench -- <${names.join(' | ')}> [--tiny] [options]`);
  process.exit(2);
}
const benchmark = (await import(`./${name}.js`)) as Benchmark;
const figures = await benchmark.run(readOptions(benchmark.options, args));
// Progress and tables come before, on standard error; this line is for machines.
console.log(JSON.stringify({ benchmark: name, ...figures }));
