import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../process/paths.js';
import { mrrDefinitionsPage } from './page.js';

test('docs/mrr-definitions.md has every rule as the code has it (npm run docs)', () => {
  expect(readFileSync(join(paths.root, 'docs/mrr-definitions.md'), 'utf8')).toBe(`${mrrDefinitionsPage()}\n`);
});
