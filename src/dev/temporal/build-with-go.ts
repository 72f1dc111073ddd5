import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, pathFolders, type ProgramSearch } from '../programs.js';
import { step } from '../progress.js';

export interface GoProgram {
  /** How messages call it. */
  readonly what: string;
  /** Its Go package, which names the program too. */
  readonly from: string;
  readonly version: string;
}

const TIMEOUT_MS = 30 * 60_000;

/** Go, on the PATH or where its own installer puts it. */
export function findGo(env: NodeJS.ProcessEnv): string | undefined {
  return findProgram('go', [...pathFolders(env), '/usr/local/go/bin']);
}

/** Has Go fetch and build a program. @param place where it is kept: nobody ever sees a half-written one there */
export async function buildWithGo(
  { processes, env, say, cache }: ProgramSearch,
  go: string,
  { what, from, version }: GoProgram,
  place: string,
): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'building-'));
  try {
    await step(say, `Building ${what} ${version} with Go`, () =>
      processes.run(
        {
          name: 'go install',
          command: go,
          args: ['install', `${from}@v${version}`],
          // GOFLAGS of the caller may forbid what is needed here; GOBIN must not be his.
          env: { ...env, GOBIN: draft, GOFLAGS: '' },
          cwd: draft,
          wholeFamily: true,
        },
        TIMEOUT_MS,
      ),
    );
    // Another start may have been quicker.
    if (!existsSync(place)) renameSync(join(draft, from.slice(from.lastIndexOf('/') + 1)), place);
    return place;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
