import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Linux counts processor time in these, whatever the kernel's own tick (proc(5), `sysconf(_SC_CLK_TCK)`). */
const MS_PER_TICK = 10;

/**
 * Processor time that a process has used, its own and that of its children, gone or running: a PostgreSQL server's is
 * that of its backends. Milliseconds, all threads together.
 */
export function cpuTimeMs(pid: number): number {
  const { own, ofGoneChildren } = readStat(pid);
  const ofChildren = childrenOf(pid).map((child) => readStat(child).own);
  return MS_PER_TICK * ofChildren.reduce((sum, one) => sum + one, own + ofGoneChildren);
}

/** Processor time that the whole machine has used, ours and everybody's. */
export function machineCpuTimeMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

function childrenOf(pid: number): number[] {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return all.filter((candidate) => readStat(candidate).parent === pid);
}

function readStat(pid: number): { parent: number; own: number; ofGoneChildren: number } {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return { parent: 0, own: 0, ofGoneChildren: 0 }; // it ended a moment ago
  }
  // The second field is the program's name in brackets and may hold anything; counted from the third, the state.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (number: number) => Number(fields[number - 3]);
  return { parent: at(4), own: at(14) + at(15), ofGoneChildren: at(16) + at(17) };
}
