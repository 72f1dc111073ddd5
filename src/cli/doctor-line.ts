import { print } from './print.js';

/** One line of the doctor's. `note` is worth knowing, `warn` asks for somebody; only `FAIL` is wrong already. */
export interface DoctorLine {
  readonly level: 'ok' | 'note' | 'warn' | 'FAIL';
  readonly text: string;
}

/** Prints it, and sets the exit code to 1 when something is wrong. */
export function printLine({ level, text }: DoctorLine): void {
  if (level === 'FAIL') process.exitCode = 1;
  print(`${level.padEnd(4)}  ${text}`);
}
