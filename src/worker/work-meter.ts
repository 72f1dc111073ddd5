import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

/** What a worker has done lately, by the process's own clock. */
export interface WorkDone {
  /** When the oldest activity that is still under way began; null when none is. */
  readonly oldestRunningAtMs: number | null;
  /** When an activity last ended, well or not; at first when the worker was made. */
  readonly endedAtMs: number;
}

/** Watches the activities of one worker. */
export class WorkMeter {
  readonly #running = new Set<{ readonly atMs: number }>();
  #endedAtMs = performance.now();

  readonly interceptor = (): { inbound: ActivityInboundCallsInterceptor } => ({
    inbound: {
      execute: async (input, next) => {
        const running = { atMs: performance.now() };
        this.#running.add(running);
        try {
          return await next(input);
        } finally {
          this.#running.delete(running);
          this.#endedAtMs = performance.now();
        }
      },
    },
  });

  done(): WorkDone {
    const [oldest] = this.#running; // a set keeps the order in which they began
    return { oldestRunningAtMs: oldest?.atMs ?? null, endedAtMs: this.#endedAtMs };
  }
}
