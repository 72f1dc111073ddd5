import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { paths } from '../src/process/paths.js';

/** What is planted, all of it in one tree that is checked once. Each file says at its import what comes of it. */
const PLANTED = {
  'src/values/money.ts': `import { lost } from '../newcomer/lost.js'; import 'node:fs'; export const money = lost;`,
  'src/newcomer/lost.ts': `import { alone } from '../alone.js'; export const lost = alone;`,
  'src/alone.ts': `export const alone = 1;`,
  'src/values/instant.ts': `export const now = 1;`,

  'src/postgres/rows.ts': `import type { Plan } from '../sync/plan.js'; export type Row = Plan; export const row = 1;`,
  'src/postgres/client.ts': `import postgres from 'postgres'; export const sql = postgres;`,
  'src/merchants/derive/fold-pairs.ts': `import { plan } from '../../sync/plan.js'; export const fold = plan;`,
  'src/sync/plan.ts': `export { serve } from '../api/serve.js'; export type Plan = 1; export const plan = 1;`,
  'src/api/serve.ts': `import './nowhere.js'; import 'react'; import '../../test/api.js'; export const serve = 1;`,
  'src/cli/main.ts': `void import('../api/serve.js'); import 'postgres';`,
  'test/api.ts': `export const api = 1;`,

  'src/postgres/circle/b.ts': `import { a } from './a.js'; export const b = a;`,
  'src/postgres/circle/a.ts': `import { c } from './c.js'; export const a = c;`,
  'src/postgres/circle/c.ts': `import type { b } from './b.js'; export const c: typeof b = 1;`,

  'src/activities/deps.ts': `export type Deps = 1; export const deps = 1;`,
  'src/contract/names.ts': `import { sleep } from '@temporalio/workflow'; export const name = sleep;`,
  'src/contract/error-sentences.ts': `import { name } from './names.js'; export const message = name;`,
  'src/contract/schema.ts': `import { z } from 'zod'; export const schema = z;`,
  'src/workflows/allowed.ts': `
    import type { Client } from '@temporalio/client';
    import { sleep } from '@temporalio/workflow'; import { ApplicationFailure } from '@temporalio/common';
    import { name } from '../contract/names.js';
    export type All = [Client]; export const all = [sleep, ApplicationFailure, name];`,
  'src/workflows/values.ts': `import { deps } from '../activities/deps.js'; export const value = deps;`,
  'src/workflows/later.ts': `export const later = () => import('./../activities/deps.js');`,
  'src/workflows/layers.ts': `import type { Deps } from '../activities/deps.js'; export type Held = Deps;`,
  'src/workflows/deep.ts': `import { now } from '../values/instant.js'; import { row } from '../postgres/rows.js'; export const deep = [now, row];`,
  'src/workflows/packages.ts': `import postgres from 'postgres'; import { pino } from 'pino'; export const io = [postgres, pino];`,
  'src/workflows/client.ts': `import { Client } from '@temporalio/client'; export const client = Client;`,
  'src/workflows/builtin.ts': `import { readFileSync } from 'node:fs'; import * as path from 'path'; export const both = [readFileSync, path];`,

  'src/merchants/derive/pairs.ts': `import { sql } from '../../postgres/client.js'; export const pairs = sql;`,
  'src/merchants/rules/fold.ts': `
    import { pairs } from '../derive/pairs.js'; import { sql } from '../../postgres/client.js'; import 'node:fs';
    export const fold = [pairs, sql];`,
  'src/merchants/definitions/terms.ts': `import { fold } from '../rules/fold.js'; export const terms = fold;`,
  'src/revenue/read-revenue.ts': `import { sql } from '../postgres/client.js'; export const read = sql;`,
  'src/revenue/figures/churn.ts': `import { read } from '../read-revenue.js'; import { z } from 'zod'; export const churn = [read, z];`,
  'client/src/send.ts': `import { fold } from '../../src/merchants/rules/fold.js'; import 'zod'; export { fold };`,
  'client/src/index.ts': `export { fold } from './send.js';`,
  'examples/host/main.ts': `
    import './page.js'; import '../reader/main.js'; import '../../client/src/index.js'; import 'zod'; import 'node:fs';
    import '../../test/api.js';`,
  'examples/host/page.ts': `import { row } from '../../src/postgres/rows.js'; export const page = row;`,
  'examples/reader/main.ts': `export const reader = 1;`,

  'web/page.tsx': `
    import { terms } from '../src/merchants/definitions/terms.js'; import { churn } from '../src/revenue/figures/churn.js';
    import { name } from '../src/contract/names.js'; import { message } from '../src/contract/error-sentences.js';
    import { z } from 'zod'; import 'node:fs'; import { useState } from 'react';
    export const page = [terms, churn, name, message, z, useState];`,
};

let tree: string;
let refused: string[];

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'imports-'));
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(paths.root, file), join(tree, file));
  symlinkSync(join(paths.root, 'node_modules'), join(tree, 'node_modules'));
  for (const [name, text] of Object.entries(PLANTED)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), text);
  }
  const lines = (await check(tree)).split('\n').map((line) => line.replace(/node_modules\/((@\w+\/)?\w+)\/\S+/, '$1'));
  refused = lines.filter((line) => line.includes('→'));
});
afterAll(() => rmSync(tree, { recursive: true }));

function check(folder: string): Promise<string> {
  const args = ['--import', 'tsx', join(paths.root, 'tools/imports/check.ts'), folder];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: paths.root }, (error, stdout, stderr) => {
      if (error?.code === 1 && stderr === '') resolve(stdout);
      else reject(new Error(`It ended with ${error?.code ?? 0}: ${stderr}`));
    });
  });
}

/** What a rule refused, or all rules of that beginning, as `from → to`, packages by their names. */
function refusedBy(rule: string): string[] {
  const lines = refused.filter((line) => line.startsWith(rule)).map((line) => line.replace(/^\S+ /, ''));
  return lines.sort();
}

test('an arrow against the layers, of types too', () => {
  expect(refusedBy('layer-')).toEqual([
    'src/cli/main.ts → src/api/serve.ts',
    'src/merchants/derive/fold-pairs.ts → src/sync/plan.ts',
    'src/postgres/rows.ts → src/sync/plan.ts',
    'src/sync/plan.ts → src/api/serve.ts',
    'src/values/money.ts → src/newcomer/lost.ts',
    'src/workflows/deep.ts → src/postgres/rows.ts',
    'src/workflows/later.ts → src/activities/deps.ts',
    'src/workflows/layers.ts → src/activities/deps.ts',
    'src/workflows/values.ts → src/activities/deps.ts',
  ]);
  expect(refusedBy('unlisted-folder')).toEqual(['src/values/money.ts → src/newcomer/lost.ts']);
  expect(refusedBy('no-root-modules')).toEqual(['src/newcomer/lost.ts → src/alone.ts']);
});

test('a circle, of types too', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => `src/postgres/circle/${name}.ts`);
  expect(refusedBy('no-circles')).toEqual([`${a} → ${c} → ${b} → ${a}`]);
});

test('whatever a workflow, or the contract, imports beside types and their own modules', () => {
  expect(refusedBy('workflows-are-replayed').map((line) => line.replace('src/workflows/', ''))).toEqual([
    'src/contract/schema.ts → zod',
    'builtin.ts → fs',
    'builtin.ts → path',
    'client.ts → @temporalio/client',
    'deep.ts → src/postgres/rows.ts',
    'deep.ts → src/values/instant.ts',
    'later.ts → src/activities/deps.ts',
    'packages.ts → pino',
    'packages.ts → postgres',
    'values.ts → src/activities/deps.ts',
  ]);
});

test('what makes rules, figures and pages impure', () => {
  expect(refusedBy('merchants-are-pure')).toEqual([
    'src/merchants/rules/fold.ts → fs',
    'src/merchants/rules/fold.ts → src/merchants/derive/pairs.ts',
    'src/merchants/rules/fold.ts → src/postgres/client.ts',
  ]);
  expect(refusedBy('revenue-is-pure')).toEqual([
    'src/revenue/figures/churn.ts → src/revenue/read-revenue.ts',
    'src/revenue/figures/churn.ts → zod',
  ]);
  expect(refusedBy('pure-modules')).toEqual(['src/values/money.ts → fs', 'src/values/money.ts → src/newcomer/lost.ts']);
  expect(refusedBy('pages-run-in-a-browser')).toEqual([
    'web/page.tsx → fs',
    'web/page.tsx → src/contract/names.ts',
    'web/page.tsx → src/revenue/figures/churn.ts',
    'web/page.tsx → zod',
  ]);
  expect(refusedBy('taken-by-pages')).toEqual([
    'src/contract/error-sentences.ts → src/contract/names.ts',
    'src/merchants/definitions/terms.ts → src/merchants/rules/fold.ts',
  ]);
});

test('what the client and an example have not', () => {
  expect(refusedBy('client-stands-alone')).toEqual([
    'client/src/send.ts → src/merchants/rules/fold.ts',
    'client/src/send.ts → zod',
  ]);
  expect(refusedBy('examples-are-a-users')).toEqual([
    'examples/host/main.ts → client/src/index.ts',
    'examples/host/main.ts → examples/reader/main.ts',
    'examples/host/page.ts → src/postgres/rows.ts',
  ]);
});

test('a pool of somebody’s own', () => {
  expect(refusedBy('pools-from-one-place')).toContain('src/cli/main.ts → postgres');
});

test('what production has not', () => {
  expect(refusedBy('tests-stay-tests')).toEqual([
    'examples/host/main.ts → test/api.ts',
    'src/api/serve.ts → test/api.ts',
  ]);
  expect(refusedBy('released-packages')).toEqual(['src/api/serve.ts → react']);
  expect(refusedBy('unresolvable')).toEqual(['src/api/serve.ts → ./nowhere.js']);
});
