/** What looking at some organizations came to, counted. */
export interface Examined {
  /** Organizations that were looked at whole. */
  readonly examined: number;
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
  examineOrganizations(after: string | null): Promise<Examined & { readonly next: string | null }>;
  /** Keeps what the examination that began then came to. @param begunAt ISO 8601 */
  noteExamination(begunAt: string, examined: Examined): Promise<void>;
}
