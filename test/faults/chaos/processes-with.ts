import { readdirSync, readFileSync } from 'node:fs';
import { fingerprintOf } from '../../../src/dev/processes/process-table.js';

/** The numbers of all processes of ours that run and have these words in their environment, whoever started them. */
export function processesWith(words: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && environmentOf(pid).includes(words) && fingerprintOf(pid) !== undefined);
}

/** Empty of one that has ended meanwhile, or that is somebody else's. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
