import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf } from '../processes/process-table.js';
import { takeInstanceLock } from './instance-lock.js';

const directory = mkdtempSync(join(tmpdir(), 'convot-lock-'));
const file = join(directory, 'running.json');
afterAll(() => rmSync(directory, { recursive: true }));

test('a second start is refused until the first gives the lock back', () => {
  const unlock = takeInstanceLock(file);
  expect(() => takeInstanceLock(file)).toThrow(`process ${process.pid}`);
  unlock();
  takeInstanceLock(file)();
});

test.each([
  ['that has ended', { pid: 2 ** 22 + 1, fingerprint: 'long ago' }],
  [
    'whose number somebody else has now',
    { pid: process.pid, fingerprint: `before ${fingerprintOf(process.pid) ?? ''}` },
  ],
  ['that was killed while it wrote', 'half a li'],
])('a lock of a start %s holds up nobody', (_whose, content) => {
  writeFileSync(file, JSON.stringify(content));
  takeInstanceLock(file)();
});
