import type { Command } from 'commander';
import { createProgram } from './program.js';

/** What `--help` prints. */
function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

function verbs(command: Command, name = ''): [string, Command][] {
  if (command.commands.length === 0) return [[name, command]];
  return command.commands.flatMap((one) => verbs(one, `${name} ${one.name()}`.trim()));
}

test.each(verbs(createProgram()))('the help of `%s` says what it does, with an example', (name, command) => {
  const help = helpOf(command);
  expect(command.description()).not.toBe('');
  expect(help).toMatch(/^Examples:$/m);
  expect(help).toContain(`  npm run cli -- ${name}`);
});

test('the program says what its exit codes mean', () => {
  expect(helpOf(createProgram())).toMatch(/^Exit codes:\n {2}0 .*\n {2}1 /m);
});
