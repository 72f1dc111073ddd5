import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../src/config.js';
import { cacheDirectory } from '../../src/dev/programs.js';
import { freePort } from '../../src/dev/processes/ports.js';
import { throwAwayHome, postgresUser } from '../../src/dev/postgres/home.js';
import { startPostgres, type PostgresServer } from '../../src/dev/postgres/server.js';
import { ProcessGroup } from '../../src/dev/processes/process-group.js';
import type { Say } from '../../src/dev/progress.js';
import { stopOnSignal } from '../../src/dev/processes/stop-on-signal.js';
import type { ProgramSearch } from '../../src/dev/programs.js';
import { paths } from '../../src/process/paths.js';

/** What a benchmark starts and writes; all of it is gone when the benchmark is. */
export class BenchHost {
  readonly processes = new ProcessGroup();
  readonly #env = inheritedEnvironment();
  readonly #directories: string[] = [];
  readonly #clients: (() => Promise<unknown>)[] = [];

  private constructor(readonly say: Say) {}

  /** Does `work` with a host of its own, which is cleared whatever happens. */
  static async with<T>(say: Say, work: (host: BenchHost) => Promise<T>): Promise<T> {
    const host = new BenchHost(say);
    stopOnSignal(host.processes, say, host.#env['npm_lifecycle_event'] !== undefined, () => {
      host.#removeDirectories();
      process.exit(1);
    });
    try {
      return await work(host);
    } finally {
      for (const close of host.#clients.splice(0).reverse()) await close();
      await host.processes.close();
      host.#removeDirectories();
    }
  }

  /** What every process needs to run at all; the developer's own settings are kept away. */
  get basics(): NodeJS.ProcessEnv {
    return { PATH: this.#env['PATH'], HOME: this.#env['HOME'], TMPDIR: this.#env['TMPDIR'] };
  }

  get programSearch(): ProgramSearch {
    const cache = cacheDirectory(this.#env, join(paths.local, 'cache'));
    return { processes: this.processes, env: this.#env, say: this.say, root: paths.root, cache };
  }

  /** Closed before the servers that it talks to are. */
  closeAfterwards(close: () => Promise<unknown>): void {
    this.#clients.push(close);
  }

  directory(made = mkdtempSync(join(tmpdir(), 'convot-bench-'))): string {
    this.processes.removeAfterwards(made);
    this.#directories.push(made);
    return made;
  }

  /** A cluster with PostgreSQL's own defaults: every commit is on disk before it is answered. */
  async startPostgres(): Promise<PostgresServer> {
    const user = postgresUser();
    const home = this.directory(throwAwayHome(user));
    const [port, logFile] = [await freePort(), join(home, 'postgres.log')];
    return startPostgres({ ...this.programSearch, home, user, port, logFile });
  }

  #removeDirectories(): void {
    for (const directory of this.#directories) rmSync(directory, { recursive: true, force: true });
  }
}
