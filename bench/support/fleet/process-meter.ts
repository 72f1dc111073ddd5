import { cpuTimeMs } from '../run/cpu-time.js';
import { residentMegabytes } from '../run/memory-samples.js';

export type Kind = 'worker' | 'api' | 'temporal' | 'temporalPostgres' | 'ownPostgres' | 'simulator';

/** Processor time and memory of processes by kind, of which some come and go: what is gone counts as it was last seen. */
export class ProcessMeter {
  readonly #seen = new Map<number, { readonly kind: Kind; cpuMs: number; mostMb: number }>();

  watch(kind: Kind, pid: number): void {
    this.#seen.set(pid, { kind, cpuMs: 0, mostMb: 0 });
    this.look();
  }

  look(): void {
    for (const [pid, seen] of this.#seen) {
      seen.cpuMs = Math.max(seen.cpuMs, cpuTimeMs(pid));
      try {
        seen.mostMb = Math.max(seen.mostMb, residentMegabytes(pid));
      } catch {
        // It has ended.
      }
    }
  }

  /** Of all of a kind together, since they were started. */
  cpuMs(): Record<Kind, number> {
    const sums = { worker: 0, api: 0, temporal: 0, temporalPostgres: 0, ownPostgres: 0, simulator: 0 };
    for (const { kind, cpuMs } of this.#seen.values()) sums[kind] += cpuMs;
    return sums;
  }

  /** Of the largest of its kind, since this was asked last. A server's own, without its children. */
  takeMostMb(): Partial<Record<Kind, number>> {
    const most: Partial<Record<Kind, number>> = {};
    for (const seen of this.#seen.values()) {
      most[seen.kind] = Math.max(most[seen.kind] ?? 0, seen.mostMb);
      seen.mostMb = 0;
    }
    return most;
  }
}
