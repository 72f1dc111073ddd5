import { join } from 'node:path';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { cacheDirectory, type ProgramSearch } from '../../../src/dev/programs.js';
import { paths } from '../../../src/process/paths.js';
import { debianProgram } from '../run/debian.js';

/** Time to fetch Debian's package, where it is not here yet. */
export const FETCH_TIMEOUT_MS = 15 * 60_000;

/** Seconds of one processor, which others use too. */
const RUN_TIMEOUT_MS = 5 * 60_000;

/** Where programs of Debian's packages are looked for, and kept. */
export function programSearch(processes: ProcessGroup): ProgramSearch {
  const env = inheritedEnvironment();
  const cache = cacheDirectory(env, join(paths.local, 'cache'));
  return { processes, env, root: paths.root, cache, say: (line) => process.stderr.write(`[programs] ${line}\n`) };
}

/** Prometheus' own checker, run in the checkout. @returns its output; throws with its last lines when it finds fault */
export function usePromtool(): (...args: readonly string[]) => Promise<string> {
  const processes = new ProcessGroup();
  const search = programSearch(processes);
  let program: string;
  beforeAll(async () => {
    program = await debianProgram(search, 'prometheus', 'promtool');
  }, FETCH_TIMEOUT_MS);
  afterAll(() => processes.close());
  return (...args) => {
    return processes.run(
      { name: 'promtool', command: program, args, env: search.env, cwd: paths.root },
      RUN_TIMEOUT_MS,
    );
  };
}
