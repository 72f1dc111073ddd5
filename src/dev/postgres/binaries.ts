import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, pathFolders } from '../programs.js';
import { embeddedPostgresBin } from './embedded.js';
import { canRun, type ServerUser } from './home.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version: data of one can be read by the same only. */
  readonly major: number;
}

export interface PostgresSearch {
  env: NodeJS.ProcessEnv;
  /** The checkout, whose node_modules may hold a PostgreSQL. */
  root: string;
  /** Where the server's data lie or will lie. */
  home: string;
  user: ServerUser | undefined;
  /** Major version of the data that are already there. */
  dataMajor: number | undefined;
}

/** What continuous integration runs on; older ones are not tried. */
const OLDEST_MAJOR = 15;

// Debian and Ubuntu, Red Hat, the two Homebrew prefixes, the installer and the app for macOS.
const VERSIONED_FOLDERS = [
  ['/usr/lib/postgresql', /^[\d.]+$/],
  ['/usr', /^pgsql-[\d.]+$/],
  ['/opt/homebrew/opt', /^postgresql(@\d+)?$/],
  ['/usr/local/opt', /^postgresql(@\d+)?$/],
  ['/Library/PostgreSQL', /^\d+$/],
  ['/Applications/Postgres.app/Contents/Versions', /^\d+$/],
] as const;

/** The system's PostgreSQL, else the one that npm brought. @throws when there is neither, saying what to do */
export function findPostgres(search: PostgresSearch): PostgresBinaries {
  const { dataMajor, user } = search;
  const unfit: string[] = [];
  for (const folder of folders(search)) {
    const binaries = binariesIn(folder, user);
    if (binaries === undefined) continue;
    if (dataMajor === undefined ? binaries.major >= OLDEST_MAJOR : binaries.major === dataMajor) return binaries;
    unfit.push(`${binaries.major} in ${folder}`);
  }
  const found = unfit.length === 0 ? 'none was found' : `found only ${unfit.join(', ')}`;
  throw new Error(
    dataMajor === undefined
      ? `PostgreSQL ${OLDEST_MAJOR} or newer is needed and ${found}. Install it (Debian: apt-get install postgresql; macOS: ` +
          'brew install postgresql), run npm ci without --omit=optional, or set DATABASE_URL to an existing database.'
      : `The data in ${search.home} were written by PostgreSQL ${dataMajor}, and ${found}. Install that version, or remove ` +
          'the folder to begin with an empty database.',
  );
}

function* folders({ env, root, home, user }: PostgresSearch): Generator<string> {
  yield* pathFolders(env);
  for (const [parent, pattern] of VERSIONED_FOLDERS) {
    for (const version of newestFirst(parent, pattern)) yield join(parent, version, 'bin');
  }
  const configured = pgConfigBin(env);
  if (configured !== undefined) yield configured;
  const embedded = embeddedPostgresBin(root, home, user);
  if (embedded !== undefined) yield embedded;
}

function newestFirst(parent: string, pattern: RegExp): string[] {
  try {
    const names = readdirSync(parent).filter((name) => pattern.test(name));
    return names.sort((a, b) => versionIn(b) - versionIn(a));
  } catch {
    return [];
  }
}

function versionIn(text: string): number {
  return Number(/\d+(\.\d+)?/.exec(text)?.[0] ?? 0);
}

/** Of the development package; it may lie apart from the server. */
function pgConfigBin(env: NodeJS.ProcessEnv): string | undefined {
  const program = findProgram('pg_config', pathFolders(env));
  if (program === undefined) return undefined;
  try {
    return execFileSync(program, ['--bindir'], { encoding: 'utf8', timeout: 10_000 }).trim();
  } catch {
    return undefined;
  }
}

function binariesIn(folder: string, user: ServerUser | undefined): PostgresBinaries | undefined {
  const [initdb, postgres] = [findProgram('initdb', [folder]), findProgram('postgres', [folder])];
  if (initdb === undefined || postgres === undefined || !canRun(postgres, user)) return undefined;
  try {
    const answer = execFileSync(postgres, ['--version'], { encoding: 'utf8', timeout: 10_000 });
    return { initdb, postgres, major: Math.trunc(versionIn(answer)) };
  } catch {
    return undefined;
  }
}
