import { harmless } from '../values/harmless-text.js';

/** Prints one line. Names in it are others' words: a line break would forge a line, an escape sequence move the cursor. */
export function print(line: string): void {
  printAll([line]);
}

/** The same for lines that belong together. */
export function printAll(lines: readonly string[]): void {
  console.log(lines.map(harmless).join('\n'));
}
