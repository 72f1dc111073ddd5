import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { downloadWithSdk, sdkDownload } from './download.js';
import { step, type Say } from './progress.js';
import type { ProcessGroup } from './process-group.js';
import { findProgram, isExecutable, pathFolders } from './programs.js';

export interface ProgramSearch {
  processes: ProcessGroup;
  env: NodeJS.ProcessEnv;
  say: Say;
  /** The checkout. */
  root: string;
  /** Where programs are kept between starts. */
  cache: string;
}

/** The last version that `go install` accepts: later ones carry a replace directive. */
const CLI_VERSION = '1.5.1';
const GO_BUILD_TIMEOUT_MS = 30 * 60_000;

/**
 * The Temporal command line program, whose `server start-dev` is the development server: on the PATH, kept from an
 * earlier start, downloaded as the SDK does it, or built with Go.
 */
export async function findTemporal(search: ProgramSearch): Promise<string> {
  const { env, cache } = search;
  const built = join(cache, `temporal-${CLI_VERSION}`);
  const folders = [...pathFolders(env), ...goBin(env)];
  const known = findProgram('temporal', folders) ?? [built, sdkDownload('dev-server', cache)].find(isExecutable);
  return known ?? (await downloadWithSdk('dev-server', search)) ?? (await buildWithGo(search, built));
}

async function buildWithGo({ processes, env, say, cache }: ProgramSearch, place: string): Promise<string> {
  const go = findProgram('go', [...pathFolders(env), '/usr/local/go/bin']);
  if (go === undefined) {
    throw new Error(
      'The Temporal server is missing: it is not on the PATH, cannot be downloaded, and there is no Go to build it with. ' +
        'Install the Temporal CLI (https://docs.temporal.io/cli) or Go, or set TEMPORAL_ADDRESS to a running server.',
    );
  }
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'building-'));
  try {
    await step(say, `Building the Temporal server ${CLI_VERSION} with Go, once; this takes some minutes`, () =>
      processes.run(
        {
          name: 'go install',
          command: go,
          args: ['install', `github.com/temporalio/cli/cmd/temporal@v${CLI_VERSION}`],
          // GOFLAGS of the caller may forbid what is needed here; GOBIN must not be his.
          env: { ...env, GOBIN: draft, GOFLAGS: '' },
          cwd: draft,
          wholeFamily: true,
        },
        GO_BUILD_TIMEOUT_MS,
      ),
    );
    // Nobody ever sees a half-written program under the final name.
    renameSync(join(draft, 'temporal'), place);
    return place;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Where `go install` puts programs; often not on the PATH. */
function goBin(env: NodeJS.ProcessEnv): string[] {
  const go = findProgram('go', pathFolders(env));
  if (go === undefined) return [];
  try {
    const answer = execFileSync(go, ['env', 'GOPATH'], {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [join(answer.trim(), 'bin')];
  } catch {
    return [];
  }
}
