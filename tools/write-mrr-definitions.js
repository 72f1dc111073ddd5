// Prints what other definitions of MRR publish into docs/mrr-definitions.md. `npm run build` first.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mrrDefinitionsPage } from '../dist/revenue/mrr-definitions/page.js';

await writeFile(join(import.meta.dirname, '../docs/mrr-definitions.md'), `${mrrDefinitionsPage()}\n`);
