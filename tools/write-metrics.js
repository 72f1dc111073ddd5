// Prints the metrics of the code into docs/reference.md. `npm run build` first.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metricsTable } from '../dist/metrics/metrics-table.js';

const file = join(import.meta.dirname, '../docs/reference.md');
const text = await readFile(file, 'utf8');
const [before, after] = [text.split('<!-- metrics -->')[0], text.split('<!-- end of metrics -->')[1]];
await writeFile(file, `${before}<!-- metrics -->\n\n${metricsTable()}\n\n<!-- end of metrics -->${after}`);
