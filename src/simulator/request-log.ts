/** One request as it came in. The token is never kept, only its hash. */
export interface LoggedRequest {
  /** From 1, since the simulator started. */
  readonly number: number;
  readonly receivedAt: string;
  /** The machine's own clock that never goes back: comparable between processes of one machine. */
  readonly monotonicMs: number;
  readonly organizationId: string;
  readonly version: string;
  readonly tokenHash: string | null;
  fields: readonly { readonly alias: string; readonly field: string; rows: number }[];
  variables: Readonly<Record<string, unknown>>;
  /** Names of the faults that happened to it. */
  faults: readonly string[];
  /** Null while it is not answered, and for ever when it never is. */
  status: number | null;
  rows: number;
  durationMs: number | null;
}

// Enough for any test; a simulator left running for weeks must not grow without end.
const KEPT = 100_000;

export class RequestLog {
  private entries: LoggedRequest[] = [];
  private count = 0;

  open(request: Pick<LoggedRequest, 'organizationId' | 'version' | 'tokenHash'>): LoggedRequest {
    const entry: LoggedRequest = {
      number: ++this.count,
      receivedAt: new Date().toISOString(),
      monotonicMs: monotonicMs(),
      ...request,
      fields: [],
      variables: {},
      faults: [],
      status: null,
      rows: 0,
      durationMs: null,
    };
    this.entries.push(entry);
    if (this.entries.length > KEPT * 1.1) this.entries = this.entries.slice(-KEPT);
    return entry;
  }

  /** Its last byte has been handed over. */
  close(entry: LoggedRequest, status: number): void {
    entry.status = status;
    entry.durationMs = this.elapsedMs(entry);
  }

  elapsedMs(entry: LoggedRequest): number {
    return Math.round((monotonicMs() - entry.monotonicMs) * 1000) / 1000;
  }

  /** @param after only requests with a greater number */
  list(after = 0): readonly LoggedRequest[] {
    return this.entries.filter(({ number }) => number > after);
  }

  clear(): void {
    this.entries = [];
  }
}

export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}
