/** What looking at some organizations came to, counted. */
export interface DoctorCounts {
  /** Organizations that were looked at whole. */
  readonly checked: number;
  /** Those that there was no time for, or not for all of it. */
  readonly unfinished: number;
  readonly failures: number;
  readonly warnings: number;
  readonly notes: number;
}

export interface DoctorActivities {
  /**
   * Looks at the organizations after this one, as many as there is time for; before the first also at what all have in
   * common. `next` is where to go on, null at the end.
   */
  checkOrganizations(after: string | null): Promise<DoctorCounts & { readonly next: string | null }>;
  /** Keeps what the doctor that began then came to. @param begunAt ISO 8601 */
  noteReport(begunAt: string, counts: DoctorCounts): Promise<void>;
}
