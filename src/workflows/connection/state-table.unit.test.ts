import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../process/paths.js';
import { stateTable } from './state-table.js';

test('docs/architecture.md shows the state machine as it is (npm run docs)', () => {
  expect(readFileSync(join(paths.root, 'docs/architecture.md'), 'utf8')).toContain(stateTable());
});
