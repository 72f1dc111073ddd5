/** What syncs leave behind in the database once all is quiet: nothing. */
export interface LeftRows {
  /** Leases that ran out, of workers that died, are swept up by the next sync that ends. */
  readonly leases: number;
  /** Windows that somebody waits for: `head` and `backfill`. */
  readonly windows: number;
  /** Merchants that are to be derived. */
  readonly marks: number;
  /** Transactions that have stood open for longer than any of ours may. */
  readonly openTransactions: number;
}

export function judgeLeftRows(left: LeftRows): string[] {
  return Object.entries(left)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what} are left`);
}

/** A process of ours, as the machine has it. */
export interface JudgedProcess {
  readonly name: string;
  readonly hasEnded: boolean;
  /** By the process table. */
  readonly isThere: boolean;
  /** Open descriptors when it had just begun to work, and now. */
  readonly descriptorsAtFirst: number;
  readonly descriptors: number;
}

/** What pools and connections may have grown to since a process began. */
const MORE_DESCRIPTORS = 60;

/** Nothing is left of a process that has ended, and one that runs does not gather descriptors. */
export function judgeProcesses(processes: readonly JudgedProcess[]): string[] {
  return processes.flatMap(({ name, hasEnded, isThere, descriptors, descriptorsAtFirst }) => {
    if (hasEnded) return isThere ? [`${name} has ended, and is still there`] : [];
    const more = descriptors - descriptorsAtFirst;
    return more > MORE_DESCRIPTORS ? [`${name} has ${descriptors} descriptors, ${more} more than at first`] : [];
  });
}

/** No process of the installation runs but those that are kept. @param known the numbers of these */
export function judgeStrays(running: readonly number[], known: readonly number[]): string[] {
  const strays = running.filter((pid) => !known.includes(pid));
  return strays.length > 0 ? [`${strays.length} processes run that nobody keeps`] : [];
}
