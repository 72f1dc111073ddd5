/** How long this sync may still run, by this machine's monotonic clock. */
export class SyncClock {
  readonly #endMs: number;

  constructor(budgetMs: number) {
    this.#endMs = performance.now() + budgetMs;
  }

  remainingMs(): number {
    return this.#endMs - performance.now();
  }

  isUsedUp(): boolean {
    return this.remainingMs() <= 0;
  }
}
