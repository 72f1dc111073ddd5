import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessGroup } from '../../src/dev/processes/process-group.js';
import { BACKUP_LATE_AFTER_MS } from '../../src/doctor/edge-lines.js';
import { paths } from '../../src/process/paths.js';
import { alertsOf, readRules } from '../support/monitoring/rules.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * tools/docker/postgres/backup.sh where `pg_dump` and `psql` are scripts: which of its files are taken for whole. With the
 * real ones it runs in the image only.
 */
const WHOLE = 'begun, whole';
const PROGRAMS = {
  // Half of it, the rest once it may.
  pg_dump: `
    for last; do :; done
    file="\${last#--file=}"
    echo dump >> "$HOME/said"
    printf 'begun, ' > "$file"
    until [ -e "$HOME/go" ]; do sleep 0.02; done
    printf 'whole' >> "$file"
  `,
  pg_restore: 'cat "$2"',
  psql: 'cat > /dev/null; [ ! -e "$HOME/away" ] || exit 2; echo "note $*" >> "$HOME/said"',
};

let home: string;
let processes: ProcessGroup;
const backups = () => join(home, 'backups');
const files = (ending: string) => readdirSync(backups()).filter((name) => name.endsWith(ending));
const said = (word: string) =>
  readFileSync(join(home, 'said'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(word)).length;

beforeEach(() => {
  processes = new ProcessGroup();
  home = mkdtempSync(join(tmpdir(), 'convot-backup-'));
  for (const folder of ['bin', 'backups']) mkdirSync(join(home, folder));
  for (const name of ['password', 'said']) writeFileSync(join(home, name), '');
  for (const [name, script] of Object.entries(PROGRAMS)) {
    writeFileSync(join(home, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
});
afterEach(async () => {
  await processes.killAll();
  rmSync(home, { recursive: true, force: true });
});

const start = (...args: string[]) =>
  processes.start({
    name: 'backup',
    command: '/bin/sh',
    args: [join(paths.root, 'tools/docker/postgres/backup.sh'), ...args],
    env: {
      PATH: `${join(home, 'bin')}:/usr/bin:/bin`,
      HOME: home,
      BACKUPS: backups(),
      PASSWORD_FILE: join(home, 'password'),
    },
    wholeFamily: true,
  });
const letGo = () => writeFileSync(join(home, 'go'), '');
const wholeOnes = () => files('.dump').map((name) => readFileSync(join(backups(), name), 'utf8'));

test('two at once take turns, and both are whole', async () => {
  const first = await start('once');
  await waitFor('the first to be half done', () => files('.part').length === 1);
  const second = await start('once');
  letGo();
  await waitFor('both to end', () => first.exit !== undefined && second.exit !== undefined);
  expect([first.exit, second.exit]).toMatchObject([{ code: 0 }, { code: 0 }]);
  expect(wholeOnes()).toEqual([WHOLE, WHOLE]);
  expect([files('.part'), said('note')]).toEqual([[], 2]);
});

test('of one that is killed in the middle nothing is taken for whole, and nothing stays', async () => {
  const killed = await start('once');
  await waitFor('it to be half done', () => files('.part').length === 1);
  await processes.killAll();
  expect(killed.exit).toBeDefined();
  expect([files('.dump'), said('note')]).toEqual([[], 0]);
  processes = new ProcessGroup();
  letGo();
  const next = await start('once');
  await waitFor('the next to end', () => next.exit !== undefined);
  expect([wholeOnes(), files('.part')]).toEqual([[WHOLE], []]);
});

test('one that could not be noted is noted later, without another one', async () => {
  letGo();
  writeFileSync(join(home, 'away'), '');
  const first = await start('once');
  await waitFor('it to end', () => first.exit !== undefined);
  expect(first.exit).not.toMatchObject({ code: 0 });
  expect([wholeOnes(), said('note')]).toEqual([[WHOLE], 0]);
  rmSync(join(home, 'away'));
  await start();
  await waitFor('it to be noted', () => said('note') === 1);
  expect([said('dump'), existsSync(join(home, 'go'))]).toEqual([1, true]);
});

test('alert and doctor call a backup old after the same time', () => {
  const rule = alertsOf(readRules()).find(({ alert }) => alert === 'BackupsOld');
  expect(rule?.expr).toContain(`> ${BACKUP_LATE_AFTER_MS / 3_600_000} * 3600`);
});
