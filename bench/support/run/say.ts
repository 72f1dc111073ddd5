/** Progress and tables go to the person; the figures come last, on standard output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
