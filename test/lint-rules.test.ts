import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { paths } from '../src/process/paths.js';

// A rule that a pattern silently misses is none: each that eslint.config.js words itself is shown what it must refuse.

const refused: readonly [file: string, text: string, message: string][] = [
  ['src/workflows/a.ts', `export const a = Buffer.from('');`, 'Rule 1'],
  ['src/api/a.ts', `export const a = process.env['A'];`, 'Rule 3'],
  ['src/api/a.test.ts', `process.env['A'] = '';`, 'Rule 3'],
  ['src/api/a.ts', `import { env } from 'node:process';\nexport const a = env;`, 'Rule 3'],
  ['src/api/a.ts', `throw new Error('');`, 'Rule 8'],
  ['src/config/config.ts', `throw new TypeError('');`, 'Rule 8'],
  ['src/cli/a.ts', `export class Lost extends Error {}`, 'Rule 8'],
  ['web/a.ts', `export class Lost extends Error { readonly place = ''; }`, 'Rule 8'],
  ['src/api/a.test.ts', `jest.mock('./a.js');`, 'Rules 10'],
  ['test/e2e/a.e2e.ts', `jest.useFakeTimers();`, 'and 11'],
  ['test/e2e/a.e2e.ts', `await page.waitForTimeout(1);`, 'Rule 11'],
  ['src/api/a.test.ts', `import { setTimeout as sleep } from 'node:timers/promises';\nawait sleep(1);`, 'Rule 11'],
  ['test/support/a.ts', `await new Promise((resolve) => { setTimeout(resolve, 1); });`, 'Rule 11'],
  ['src/dev/a.ts', `export const a = AbortSignal.timeout(1);`, 'Node 20'],
  ['test/a.test.ts', `export const a = AbortSignal.any([]);`, 'Node 20'],
  ['src/postgres/a.ts', `export const a = sql.unsafe('');`, 'tagged templates'],
  ['src/postgres/a.ts', `const a = 1;\nexport default a;`, 'Named exports'],
  ['src/workflows/a.ts', `import { type A } from '../activities/a.js';\nexport type B = A;`, 'side effect import'],
];
const allowed: readonly [file: string, text: string][] = [
  ['src/api/a.ts', `export class Lost extends Error { readonly code = 'lost'; }`],
  ['src/api/a.ts', `export class Lost extends Error { constructor(readonly code: string) { super(code); } }`],
  ['src/api/a.ts', `export abstract class Lost extends Error { abstract readonly code: string; }`],
  ['src/cli/a.ts', `throw new Error('There is no such connection.');`],
  ['src/api/a.test.ts', `throw new Error('not in order');`],
  ['src/config/config.ts', `export const a = process.env['A'];`],
  ['src/api/a.test.ts', `const timer = setTimeout(() => process.exit(1), 1);\nclearTimeout(timer);`],
];

test('lint refuses what the rules of CONTRIBUTING.md forbid, and nothing else', async () => {
  const texts = [...refused, ...allowed].map(([file, text]) => [file, text]);
  const args = ['--import', 'tsx', 'test/support/run/lint.ts', JSON.stringify(texts)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: paths.root });
  const found = (JSON.parse(stdout) as string[][]).map((messages) => messages.join('\n'));
  expect(found).toEqual([
    ...refused.map(([, , message]) => expect.stringContaining(message) as string),
    ...allowed.map(() => ''),
  ]);
});
