/** What a run came to: a standstill must not pass. */
export interface WorkDone {
  readonly rows: number;
  readonly requests: number;
  /** Looks at claims while faults were on. */
  readonly looks: number;
  /** How often each fault that was drawn did something. */
  readonly bites: Readonly<Record<string, number>>;
}

/** The least that a run has to come to. A fault that did nothing does not count. */
export interface LeastWork {
  readonly rows: number;
  readonly requests: number;
  readonly looks: number;
  readonly faults: number;
}

/** I20. */
export function judgeWork(done: WorkDone, least: LeastWork): string[] {
  const found: string[] = [];
  if (done.rows < least.rows) found.push(`only ${done.rows} rows were stored`);
  if (done.requests < least.requests) found.push(`only ${done.requests} requests were made`);
  if (done.looks < least.looks) found.push(`only ${done.looks} looks were taken`);
  const bit = Object.values(done.bites).filter((times) => times > 0).length;
  if (bit < least.faults) {
    const idle = Object.keys(done.bites).filter((name) => done.bites[name] === 0);
    found.push(`only ${bit} faults did anything; nothing was done by ${idle.join(', ')}`);
  }
  return found;
}
