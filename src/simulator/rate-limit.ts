/** Counts requests of each API client over the last second. Refused ones do not count. */
export class RateLimit {
  private readonly taken = new Map<string, number[]>();

  /** Whether one more may pass. @param nowMs on a clock that never goes back */
  take(client: string, requestsPerSecond: number | null, nowMs: number): boolean {
    if (requestsPerSecond === null) return true;
    const recent = (this.taken.get(client) ?? []).filter((at) => at > nowMs - 1000);
    const free = recent.length < requestsPerSecond;
    this.taken.set(client, free ? [...recent, nowMs] : recent);
    return free;
  }
}
