import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../process/paths.js';
import { definitionsPage } from './page.js';

test('docs/definitions.md has every definition as the code has it (npm run docs)', () => {
  expect(readFileSync(join(paths.root, 'docs/definitions.md'), 'utf8')).toBe(`${definitionsPage()}\n`);
});
