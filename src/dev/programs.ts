import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { ProcessGroup } from './processes/process-group.js';
import type { Say } from './progress.js';

/** What is needed to find a program, or to get it. */
export interface ProgramSearch {
  readonly processes: ProcessGroup;
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
  /** The checkout. */
  readonly root: string;
  /** Where programs are kept between starts. */
  readonly cache: string;
}

/** The program's full path, when one of the folders holds it and we may run it. */
export function findProgram(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The folders of `PATH`; relative ones are left out: they would change their meaning with the working directory. */
export function pathFolders(env: NodeJS.ProcessEnv): string[] {
  return (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Where downloaded and built programs stay, shared by all checkouts of this user; `fallback` when there is no home
 * directory to write to.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv, fallback: string): string {
  const configured = env['XDG_CACHE_HOME'] ?? '';
  // The XDG specification says that a relative path is to be ignored.
  const base = isAbsolute(configured) ? configured : join(homedir(), '.cache');
  for (const directory of [join(base, 'convot-partner-sync'), fallback]) {
    try {
      mkdirSync(directory, { recursive: true });
      return directory;
    } catch {
      // The next one, then.
    }
  }
  throw new Error(`Cannot write to ${base} nor to ${fallback}. Set XDG_CACHE_HOME to a folder that you may write to.`);
}
