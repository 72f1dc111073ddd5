/** A time of its own, in milliseconds: what is to be done then is done in order, at once. */
export class Timeline {
  nowMs = 0;
  readonly #due: { readonly atMs: number; readonly does: () => void }[] = [];

  at(atMs: number, does: () => void): void {
    this.#due.push({ atMs, does });
  }

  after(delayMs: number, does: () => void): void {
    this.at(this.nowMs + delayMs, does);
  }

  /** Until nothing is to be done any more. */
  run(): void {
    for (;;) {
      // The first of those due first: what was asked for earlier is done earlier.
      const next = this.#due.reduce<number>(
        (first, { atMs }, index) => (atMs < (this.#due[first]?.atMs ?? Infinity) ? index : first),
        0,
      );
      const [due] = this.#due.splice(next, 1);
      if (due === undefined) return;
      this.nowMs = Math.max(this.nowMs, due.atMs);
      due.does();
    }
  }
}
