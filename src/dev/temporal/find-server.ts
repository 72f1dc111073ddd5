import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram, isExecutable, pathFolders, type ProgramSearch } from '../programs.js';
import { buildWithGo, findGo } from './build-with-go.js';
import { downloadWithSdk, sdkDownload } from './download.js';

/** The last version that `go install` accepts: later ones carry a replace directive. */
const CLI = { what: 'the Temporal server', from: 'github.com/temporalio/cli/cmd/temporal', version: '1.5.1' };

/**
 * The Temporal command line program, whose `server start-dev` is the development server: on the PATH, kept from an
 * earlier start, downloaded as the SDK does it, or built with Go.
 */
export async function findTemporal(search: ProgramSearch): Promise<string> {
  const { env, say, cache } = search;
  const built = join(cache, `temporal-${CLI.version}`);
  const folders = [...pathFolders(env), ...goBin(env)];
  const known = findProgram('temporal', folders) ?? [built, sdkDownload('dev-server', cache)].find(isExecutable);
  if (known !== undefined) return known;
  const go = findGo(env);
  say('There is no Temporal server here yet, neither on the PATH nor kept from an earlier start.');
  if (go !== undefined) {
    say('Unless Temporal’s download comes through, which firewalls often prevent, it is built from source with Go:');
    say(`three to four minutes on two cores, this once; from then on it is kept in ${cache}.`);
  }
  const downloaded = await downloadWithSdk('dev-server', search);
  if (downloaded !== undefined) return downloaded;
  if (go !== undefined) return buildWithGo(search, go, CLI, built);
  throw new Error(
    'The Temporal server is missing: it is not on the PATH, the download does not reach this machine, and there is no Go ' +
      'to build it with. Install the Temporal CLI (https://docs.temporal.io/cli) or Go, or set TEMPORAL_ADDRESS to a ' +
      'running server.',
  );
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
