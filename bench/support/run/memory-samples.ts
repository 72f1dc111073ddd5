import { readFileSync } from 'node:fs';
import { quantile } from './figures.js';

const MEGABYTE_KB = 1024;

/** Resident memory of a process, looked at again and again. */
export class MemorySamples {
  readonly #megabytes: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number, everyMs: number) {
    const look = () => {
      try {
        this.#megabytes.push(residentMegabytes(pid));
      } catch {
        this.stop(); // it has ended; why is for its owner to say
      }
    };
    this.#timer = setInterval(look, everyMs);
    look();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get max(): number {
    return Math.max(...this.#megabytes);
  }

  /** @param share 0.95: nineteen of twenty samples are at most so large */
  quantile(share: number): number {
    return quantile(this.#megabytes, share);
  }

  /** The largest sample of each of `points` equal stretches of time. */
  overTime(points: number): number[] {
    const length = Math.max(this.#megabytes.length / points, 1);
    const stretches = Array.from({ length: Math.min(points, this.#megabytes.length) }, (_, index) =>
      this.#megabytes.slice(Math.floor(index * length), Math.floor((index + 1) * length)),
    );
    return stretches.map((stretch) => Math.max(...stretch));
  }
}

/** From Linux' process table, rounded to megabytes. @throws when the process is gone */
export function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error(`Process ${pid} has no memory.`);
  return Math.round(Number(kilobytes) / MEGABYTE_KB);
}
