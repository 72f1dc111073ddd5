import { execFileSync, spawnSync } from 'node:child_process';

/** Who runs the server. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
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

export function canEnter(directory: string, user: ServerUser | undefined): boolean {
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
