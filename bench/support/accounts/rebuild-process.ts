import { z } from 'zod';
import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import { startBenchProcess } from '../run/bench-process.js';
import { cpuTimeMs } from '../run/cpu-time.js';
import type { Installation } from '../run/installation.js';
import { MemorySamples } from '../run/memory-samples.js';

const Idle = z.object({ idleMb: z.number() });
const Done = z.object({
  rows: z.number(),
  /** Pairs of which nothing was stored. */
  derived: z.number(),
  /** Pairs that came out differently from what was stored; one may do so twice. */
  changed: z.number(),
  seconds: z.number(),
  /** Processor time of the process, all threads. */
  processSeconds: z.number(),
});

export interface Rebuilt extends z.infer<typeof Done>, z.infer<typeof Idle> {
  readonly maxMb: number;
  /** Processor time of the server, whatever it did meanwhile. */
  readonly postgresSeconds: number;
}

const SAMPLE_EVERY_MS = 100;

/** Rebuilds an account's merchants in a process of its own, whose memory is looked at meanwhile. */
export async function rebuild(
  { processes, postgres }: Installation,
  databaseUrl: string,
  { organizationId, connectionId }: ConnectionIdentity,
): Promise<Rebuilt> {
  const args = { 'database-url': databaseUrl, 'organization-id': organizationId, 'connection-id': connectionId };
  const { running, lines } = await startBenchProcess(
    processes,
    'accounts/rebuilder.ts',
    Object.entries(args).map(([name, value]) => `--${name}=${value}`),
    /idleMb/,
  );
  const samples = new MemorySamples(running.pid, SAMPLE_EVERY_MS);
  const cpuBeganMs = cpuTimeMs(postgres.pid);
  try {
    const { code } = await running.exited;
    if (code !== 0) throw new Error(`The rebuild failed:\n${running.lastLines()}`);
  } finally {
    samples.stop();
  }
  const postgresSeconds = (cpuTimeMs(postgres.pid) - cpuBeganMs) / 1000;
  const [idle = '', done = ''] = lines;
  return { ...Idle.parse(JSON.parse(idle)), ...Done.parse(JSON.parse(done)), maxMb: samples.max, postgresSeconds };
}
