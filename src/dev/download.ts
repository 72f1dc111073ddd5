import { mkdirSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { ProgramSearch } from './temporal-programs.js';
import { step } from './progress.js';
import { isExecutable } from './programs.js';

export type TemporalServerKind = 'dev-server' | 'time-skipping';

// The SDK names its downloads after its own version.
const SDK_VERSION = '1.24.0';
const PREFIX = { 'dev-server': 'temporal', 'time-skipping': 'temporal-test-server' };
// Behind some firewalls the download neither comes nor fails.
const STALLED_AFTER_MS = 10_000;

/** Where the SDK keeps its download of this server. */
export function sdkDownload(kind: TemporalServerKind, cache: string): string {
  return join(cache, `${PREFIX[kind]}-sdk-typescript-${SDK_VERSION}`);
}

/**
 * Has the SDK download a server, in a process of its own: a download that hangs can be ended only with its process.
 * @returns undefined when it cannot be had, or nothing arrives for ten seconds
 */
export async function downloadWithSdk(kind: TemporalServerKind, search: ProgramSearch): Promise<string | undefined> {
  const { processes, env, say, root, cache } = search;
  const file = sdkDownload(kind, cache);
  const partial = `${file}.downloading`;
  mkdirSync(cache, { recursive: true });
  rmSync(partial, { force: true });
  return step(
    say,
    `Downloading the Temporal ${kind === 'dev-server' ? 'server' : 'time-skipping test server'}`,
    async () => {
      const download = await processes.start({
        name: 'download',
        command: process.execPath,
        args: [join(root, 'dist', 'dev', 'download-main.js'), kind, cache],
        env,
        wholeFamily: true,
      });
      let [size, lastProgress] = [0, performance.now()];
      while (download.exit === undefined && performance.now() - lastProgress < STALLED_AFTER_MS) {
        await Promise.race([download.exited, sleep(200)]);
        const sizeNow = sizeOf(partial) + sizeOf(file);
        if (sizeNow !== size) [size, lastProgress] = [sizeNow, performance.now()];
      }
      const stalled = download.exit === undefined;
      if (stalled) download.kill('SIGKILL');
      await download.exited;
      rmSync(partial, { force: true });
      if (isExecutable(file)) return file;
      say(`It cannot be downloaded (${stalled ? 'nothing arrived' : 'refused or unreachable'}); trying the next way.`);
      return undefined;
    },
  );
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
