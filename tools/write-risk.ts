// Counts who of the demonstration's merchants had a reason of risk, and who of them left, and prints it into docs/merchants.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { riskTable } from './risk/risk-table.js';

const file = join(import.meta.dirname, '../docs/merchants.md');
const text = await readFile(file, 'utf8');
const [before, after] = [text.split('<!-- risk -->')[0], text.split('<!-- end of risk -->')[1]];
await writeFile(file, `${before ?? ''}<!-- risk -->\n\n${riskTable()}\n\n<!-- end of risk -->${after ?? ''}`);
