import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isExecutable, pathFolders } from '../../src/dev/programs.js';
import { step } from '../../src/dev/progress.js';
import type { ProgramSearch } from '../../src/dev/temporal-programs.js';

/** Temporal's production server, the version of docker-compose.yml up to its patch. */
const SERVER_VERSION = '1.31.2';
const BUILD_TIMEOUT_MS = 30 * 60_000;

export interface TemporalPrograms {
  readonly server: string;
  /** Creates databases and their schema, which it carries inside. */
  readonly sqlTool: string;
}

/** The server and its schema tool, kept from an earlier run or built with Go: no other program is given out for it. */
export async function productionTemporalPrograms(search: ProgramSearch): Promise<TemporalPrograms> {
  const server = join(search.cache, `temporal-server-${SERVER_VERSION}`);
  const sqlTool = join(search.cache, `temporal-sql-tool-${SERVER_VERSION}`);
  if (!isExecutable(server)) await build(search, 'server', server);
  if (!isExecutable(sqlTool)) await build(search, 'tools/sql', sqlTool);
  return { server, sqlTool };
}

async function build({ processes, env, say, cache }: ProgramSearch, command: string, place: string): Promise<void> {
  const go = findProgram('go', [...pathFolders(env), '/usr/local/go/bin']);
  if (go === undefined) throw new Error('The production Temporal server is built with Go, which is not on the PATH.');
  const draft = mkdtempSync(join(cache, 'building-'));
  try {
    await step(say, `Building Temporal's ${command} ${SERVER_VERSION} with Go, once; this takes some minutes`, () =>
      processes.run(
        {
          name: 'go install',
          command: go,
          args: ['install', `go.temporal.io/server/cmd/${command}@v${SERVER_VERSION}`],
          // GOFLAGS of the caller may forbid what is needed here; GOBIN must not be his.
          env: { ...env, GOBIN: draft, GOFLAGS: '' },
          cwd: draft,
          wholeFamily: true,
        },
        BUILD_TIMEOUT_MS,
      ),
    );
    const built = join(draft, command.slice(command.lastIndexOf('/') + 1));
    // Another run may have been quicker; nobody ever sees a half-written program under the final name.
    if (!existsSync(place)) renameSync(built, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
