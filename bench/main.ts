import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../src/process/paths.js';

/** A benchmark: its figures as one JSON object; `args` are its own options. It gives back all that it starts. */
export interface Benchmark {
  run(args: readonly string[]): Promise<object>;
}

// Each file in bench/ beside this one is a benchmark of its name; what they share lies in bench/support/.
const folder = join(paths.root, 'bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const [name = '', ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(`Usage: npm run bench -- <${names.join(' | ')}> [options]`);
  process.exit(2);
}
const benchmark = (await import(`./${name}.js`)) as Benchmark;
const figures = await benchmark.run(args);
// Progress and tables come before; the last line is for machines.
console.log(JSON.stringify({ benchmark: name, ...figures }));
