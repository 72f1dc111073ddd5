// Prints the connection's state machine into docs/architecture.md, by running it. `npm run build` first.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stateTable } from '../dist/workflows/connection/state-table.js';

const file = join(import.meta.dirname, '../docs/architecture.md');
const text = await readFile(file, 'utf8');
const [before, after] = [text.split('<!-- state table -->')[0], text.split('<!-- end of state table -->')[1]];
await writeFile(file, `${before}<!-- state table -->\n\n${stateTable()}\n\n<!-- end of state table -->${after}`);
