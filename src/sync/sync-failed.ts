/** A sync that failed, with the generation it worked for; why is the cause. */
export class SyncFailed extends Error {
  readonly code = 'sync_failed';

  constructor(
    readonly generation: number,
    cause: unknown,
  ) {
    super('The sync failed.', { cause });
  }
}
