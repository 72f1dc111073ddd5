/**
 * `Promise.all` for work within one transaction: fails only when nothing of it goes on any more. What it sent after the
 * rollback would run on a connection that is somebody else's by then.
 */
export async function together<Results extends readonly unknown[]>(
  work: Results,
): Promise<{ -readonly [Index in keyof Results]: Awaited<Results[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
