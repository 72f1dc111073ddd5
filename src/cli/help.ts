/** What every verb's help ends with. @param lines what is typed behind `npm run cli --`, each with what it does */
export function examples(...lines: readonly (readonly [command: string, does: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return [
    '',
    'Examples:',
    ...lines.map(([command, does]) => `  npm run cli -- ${command.padEnd(width)}   ${does}`),
  ].join('\n');
}

/** What a command exits with, the same for every verb that says nothing else. */
export const EXIT_CODES = `
Exit codes:
  0   all of it was done
  1   it was refused, failed, or some of it is left; what and why is printed
Interrupted, every verb can be run again: what was done stays, and is done once.`;
