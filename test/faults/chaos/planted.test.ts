import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLANTED_FAULTS, plantFault } from '../../../tools/faults/plant-fault.js';

const folder = mkdtempSync(join(tmpdir(), 'convot-planted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/* That the code has not changed so that a planted fault finds no place any more; what chaos finds of it is its own matter. */
test.each(PLANTED_FAULTS)('%s finds its place in the compiled code', (name) => {
  expect(() => plantFault(name, join(folder, name))).not.toThrow();
});

test('a fault that nobody knows is refused', () => {
  expect(() => plantFault('unknown', join(folder, 'unknown'))).toThrow('--planted must be one of cursor-apart');
});
