import { rounded } from './request-figures.js';

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
  tookMs.sort((one, other) => one - other);
  const quantile = (share: number) => rounded(tookMs[Math.ceil(runs * share) - 1] ?? NaN, 1);
  return { medianMs: quantile(0.5), p95Ms: quantile(0.95) } satisfies Latency;
}
