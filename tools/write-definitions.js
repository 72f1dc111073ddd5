// Prints the definitions of the code into docs/definitions.md. `npm run build` first.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definitionsPage } from '../dist/merchants/definitions/page.js';

await writeFile(join(import.meta.dirname, '../docs/definitions.md'), `${definitionsPage()}\n`);
