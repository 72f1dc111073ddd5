import { quantile, rounded } from './figures.js';

export interface Latency {
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** How long this takes, once it has been done a few times. */
export async function latencyOf(
  work: () => Promise<unknown>,
  { runs, warmUps = 3 }: { runs: number; warmUps?: number },
) {
  for (let run = 0; run < warmUps; run += 1) await work();
  const tookMs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const beganMs = performance.now();
    await work();
    tookMs.push(performance.now() - beganMs);
  }
  const at = (share: number) => rounded(quantile(tookMs, share), 1);
  return { medianMs: at(0.5), p95Ms: at(0.95) } satisfies Latency;
}
