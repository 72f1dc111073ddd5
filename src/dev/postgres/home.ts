import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Say } from '../progress.js';

/** Who runs the server. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

// Everybody may enter these two, whatever the checkout lies under.
const SHARED_TEMPORARY = '/var/tmp';

/**
 * The folder of the development database: `wanted`, unless the user who runs the server cannot enter it (a checkout
 * below a private folder, started as root). Then a folder under /var/tmp that belongs to this checkout alone.
 */
export function stableHome(wanted: string, user: ServerUser | undefined, say: Say): string {
  mkdirSync(wanted, { recursive: true });
  if (user === undefined) return wanted;
  const elsewhere = join(SHARED_TEMPORARY, `convot-partner-sync-${hashOf(wanted)}`);
  const begunElsewhere = existsSync(join(elsewhere, 'data'));
  chmodSync(wanted, 0o711);
  if (!begunElsewhere && canEnter(wanted, user)) return wanted;
  if (existsSync(join(wanted, 'data'))) {
    throw new Error(
      `The user ${user.name}, who runs the database, can no longer enter ${wanted}, where it is kept. ` +
        'Let others enter the folders above it (chmod o+x), or start as another user than root.',
    );
  }
  claim(elsewhere);
  say(`The database is kept in ${elsewhere}: the user ${user.name}, who runs it, cannot enter this checkout.`);
  return elsewhere;
}

/** A new folder for one throw-away server, in the temporary directory or wherever its user can enter. */
export function throwAwayHome(user: ServerUser | undefined): string {
  for (const parent of [tmpdir(), SHARED_TEMPORARY]) {
    const home = mkdtempSync(join(parent, 'convot-postgres-'));
    chmodSync(home, user === undefined ? 0o700 : 0o711);
    if (canEnter(home, user)) return home;
    rmSync(home, { recursive: true });
  }
  throw new Error(`The user ${user?.name ?? ''} can enter neither ${tmpdir()} nor ${SHARED_TEMPORARY}.`);
}

/** In a folder that everybody can write to, somebody else may have been there first. */
function claim(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o711 });
  const found = lstatSync(directory);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${directory} is not ours: somebody else made it or may write to it. Remove it and start again.`);
  }
  chmodSync(directory, 0o711);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * PostgreSQL refuses to run as root; then the user `postgres` runs it where there is one, else `nobody`.
 * @returns undefined when we are an ordinary user, who runs it himself
 */
export function postgresUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid !== undefined && gid !== undefined) return { name, uid, gid };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user postgres nor nobody. ' +
      'Start as an ordinary user, or set DATABASE_URL to an existing database.',
  );
}

function canEnter(directory: string, user: ServerUser | undefined): boolean {
  return runsAs(user, ['-c', 'cd "$1"', 'sh', directory]);
}

export function canRun(program: string, user: ServerUser | undefined): boolean {
  return runsAs(user, ['-c', 'exec "$1" --version', 'sh', program]);
}

// Asked of the system itself: folder modes alone miss access lists and mount options.
function runsAs(user: ServerUser | undefined, args: string[]): boolean {
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  return spawnSync('/bin/sh', args, { ...identity, cwd: '/', stdio: 'ignore', timeout: 10_000 }).status === 0;
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }));
  } catch {
    return undefined;
  }
}
