import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isExecutable, type ProgramSearch } from '../programs.js';
import { step } from '../progress.js';

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
  const { say, cache } = search;
  const file = sdkDownload(kind, cache);
  await step(say, 'Trying Temporal’s download', () => download(kind, search, [file, `${file}.downloading`]));
  if (isExecutable(file)) return file;
  say('The download does not come through; the next way, then.');
  return undefined;
}

async function download(kind: TemporalServerKind, search: ProgramSearch, growing: string[]): Promise<void> {
  const { processes, env, root, cache } = search;
  mkdirSync(cache, { recursive: true });
  removePartial(growing);
  const child = await processes.start({
    name: 'download',
    command: process.execPath,
    args: [join(root, 'dist', 'dev', 'temporal', 'download-main.js'), kind, cache],
    env,
    wholeFamily: true,
  });
  let [size, lastProgress] = [0, performance.now()];
  while (child.exit === undefined && performance.now() - lastProgress < STALLED_AFTER_MS) {
    await Promise.race([child.exited, sleep(200)]);
    const sizeNow = growing.map(sizeOf).reduce((sum, one) => sum + one);
    if (sizeNow !== size) [size, lastProgress] = [sizeNow, performance.now()];
  }
  if (child.exit === undefined) child.kill('SIGKILL');
  await child.exited;
  removePartial(growing);
}

/** The SDK would wait a minute for one that somebody else seems to be writing. */
function removePartial(files: string[]): void {
  for (const file of files) if (file.endsWith('.downloading')) rmSync(file, { force: true });
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
