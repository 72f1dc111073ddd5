import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { fingerprintOf } from '../processes/process-table.js';

const Holder = z.object({ pid: z.int(), fingerprint: z.string() });

/**
 * One start per checkout: two would share the database's files. The file names its process and when that began, so
 * that one left behind by a crash holds up nobody.
 * @returns gives the lock back
 * @throws when another start runs
 */
export function takeInstanceLock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const holder = readHolder(file);
  if (holder !== undefined && fingerprintOf(holder.pid) === holder.fingerprint) {
    throw new Error(`This checkout is already running, as process ${holder.pid}. Stop that one first (Ctrl-C there).`);
  }
  rmSync(file, { force: true });
  const mine = JSON.stringify({ pid: process.pid, fingerprint: fingerprintOf(process.pid) });
  try {
    writeFileSync(file, mine, { flag: 'wx' });
  } catch (error) {
    throw new Error('Another start of this checkout began at this very moment.', { cause: error });
  }
  return () => rmSync(file, { force: true });
}

function readHolder(file: string): z.infer<typeof Holder> | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
