import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { apt, debianProgram } from './debian.js';

const processes = new ProcessGroup();
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'convot-debian-'));
  mkdirSync(join(home, 'bin'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
afterAll(() => processes.close());

/** A machine whose apt-get and dpkg are these scripts. */
function machine(scripts: Readonly<Record<string, string>>) {
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(home, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const env = { PATH: `${join(home, 'bin')}:/usr/bin:/bin`, HOME: home };
  return { processes, env, root: home, cache: join(home, 'cache'), say: () => undefined };
}

test('apt waits while somebody else holds one of its locks', async () => {
  const held = 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt-get)';
  const search = machine({
    'apt-get': `echo "$@" >> ran; if [ -e once ]; then exit 0; fi; touch once; echo '${held}' >&2; exit 100`,
  });
  await apt(search, ['update']);
  expect(readFileSync(join(home, 'ran'), 'utf8')).toBe('update\nupdate\n');
});

test('apt says at once what else is wrong', async () => {
  const search = machine({ 'apt-get': "echo ran >> ran; echo 'E: Unable to locate package nonesuch' >&2; exit 100" });
  await expect(apt(search, ['install', 'nonesuch'])).rejects.toThrow('Unable to locate package nonesuch');
  expect(readFileSync(join(home, 'ran'), 'utf8')).toBe('ran\n');
});

test('a package is fetched once, however many ask for it side by side, and nothing half-made stays', async () => {
  const search = machine({
    'apt-get': `echo fetched >> ${join(home, 'ran')}; touch thing.deb`,
    dpkg: 'mkdir -p "$3/usr/bin"; printf \'#!/bin/sh\\n\' > "$3/usr/bin/thing"; chmod +x "$3/usr/bin/thing"',
  });
  const found = await Promise.all([1, 2, 3].map(() => debianProgram(search, 'things', 'thing')));
  expect(new Set(found)).toEqual(new Set([join(search.cache, 'debian-things', 'usr/bin/thing')]));
  expect(readFileSync(join(home, 'ran'), 'utf8')).toBe('fetched\n');
  expect(readdirSync(search.cache)).toEqual(['debian-things']);
});

test('where it cannot be had it is said what to install', async () => {
  const search = machine({ 'apt-get': "echo 'E: no network' >&2; exit 100" });
  await expect(debianProgram(search, 'things', 'thing')).rejects.toThrow(/apt-get install things.*no network/s);
});
