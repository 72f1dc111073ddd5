import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths } from '../../process/paths.js';
import { readMigrations } from './migration-files.js';
import { SCHEMA_VERSION } from './schema-version.js';

/**
 * What databases out there have in their ledgers of those that were released before migrations had a head: the first
 * eight digits of each checksum.
 */
const RELEASED = [
  ...['9d8d4498', '8ad77686', '869b588a', '5db0388b', '333e1e25', 'd0e55369', '41512cd1'],
  ...['b2ecf962', '29782106', '11b2f899', 'e69d2221', 'bef54cff', '8a2f8866', '1f59a036'],
  ...['9ab02c60', 'b8b447ee', '6bfeb442', '9c7f0d75', '20dea87c', 'b6c97303'],
];

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'convot-migrations-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const parsed = async (text: string) => {
  writeFileSync(join(folder, '0001_one.sql'), text);
  const [migration] = await readMigrations(folder);
  return migration;
};

test('every migration says whether older code may run beside it, and the code knows the last one', async () => {
  const migrations = await readMigrations(paths.migrations);
  expect(migrations.at(-1)?.number).toBe(SCHEMA_VERSION);
  expect(migrations.slice(0, RELEASED.length).map(({ checksum }) => checksum.slice(0, 8))).toEqual(RELEASED);
});

test.each([
  ['compatible', '--! compatible\n', { breaking: false, inSteps: false, steps: ['select 1;\n'] }],
  ['breaking', '--! breaking\n', { breaking: true, inSteps: false, steps: ['select 1;\n'] }],
  ['in steps', '--! compatible, in steps\n', { breaking: false, inSteps: true, steps: ['select 1;\n'] }],
])('a head says what a migration is: %s', async (_, head, is) => {
  expect(await parsed(`${head}select 1;\n`)).toMatchObject(is);
});

test('the head is no part of what is compared, the steps are', async () => {
  const one = await parsed('--! compatible\nselect 1;\n');
  expect((await parsed('--! breaking\nselect 1;\n'))?.checksum).toBe(one?.checksum);
  const several = await parsed('--! compatible, in steps\nselect 1;\n--! step\nselect 2;\n');
  expect(several).toMatchObject({ steps: ['select 1;\n', 'select 2;\n'] });
  expect(several?.checksum).not.toBe(one?.checksum);
});

test.each(['select 1;\n', '-- compatible\nselect 1;\n', '--! compatible in steps\nselect 1;\n', '--!breaking\n'])(
  'one without a head is refused: %j',
  async (text) => {
    await expect(parsed(text)).rejects.toMatchObject({ code: 'migration_without_head' });
  },
);
