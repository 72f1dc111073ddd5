import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../src/cli/program.js';
import { paths } from '../src/process/paths.js';
import { compose, text } from './support/run/compose-file.js';
import { blocksOf, exampleFiles } from './support/run/document-blocks.js';

/*
 * What the documents tell operators to type, against the operator's commands and docker-compose.yml. Docker itself is not
 * here: of its options those are known that the documents have, and whether a word follows them.
 * Source: docs.docker.com/reference/cli/docker/compose.
 */
const DOCUMENTS = ['README.md', ...readdirSync(join(paths.root, 'docs')).map((name) => `docs/${name}`)];
const documents = DOCUMENTS.filter((name) => name.endsWith('.md')).map(text);
const FLAGS = ['--detach', '--wait', '--force-recreate', '--rm', '--no-deps', '--no-log-prefix', '-T'];
const WITH_WORD = ['--scale', '--since', '--env', '--entrypoint', '--index'];
/** What follows the options: services, or one and what it is to run. */
const VERBS: Readonly<Record<string, 'services' | 'service'>> = {
  ...{ build: 'services', up: 'services', stop: 'services', restart: 'services', ps: 'services', logs: 'services' },
  ...{ run: 'service', exec: 'service', port: 'service' },
};

/** Every command that begins so, each once, without what a shell does with it. */
function commandsAfter(beginning: string): string[] {
  const found = documents.flatMap((document) => [
    ...document.matchAll(new RegExp(`${beginning} ([^\`\\n|)<…]*[^\`\\n|)<… ])`, 'g')),
  ]);
  return [...new Set(found.map(([, words = '']) => words))];
}

interface Composed {
  readonly words: string;
  readonly verb: string;
  readonly options: readonly string[];
  readonly services: readonly string[];
  /** What the service is to run. */
  readonly run: readonly string[];
}

function composed(words: string): Composed {
  const [verb = '', ...rest] = words.split(' ');
  const options: string[] = [];
  while (rest[0]?.startsWith('-') === true) {
    const option = rest.shift() ?? '';
    options.push(option);
    if (!WITH_WORD.includes(option)) continue;
    const value = rest.shift() ?? '';
    if (option === '--scale') rest.push(value.replace(/=\d+$/, ''));
  }
  const count = VERBS[verb] === 'service' ? 1 : rest.length;
  return { words, verb, options, services: rest.slice(0, count), run: rest.slice(count) };
}

const ofCompose = commandsAfter('docker compose').map(composed);

test.each(ofCompose)('`docker compose $words` is a command, of services that docker-compose.yml has', (command) => {
  expect(Object.keys(VERBS)).toContain(command.verb);
  expect(command.options.filter((option) => ![...FLAGS, ...WITH_WORD].includes(option))).toEqual([]);
  const known = compose('docker-compose.yml');
  expect(command.services.filter((service) => !(service in known))).toEqual([]);
});

const ofOperators = [
  ...commandsAfter('npm run cli --'),
  ...ofCompose.filter(({ services }) => services.includes('cli')).map(({ run }) => run.join(' ')),
];

test.each([...new Set(ofOperators)].filter((words) => !/^(VERB .*|--help|)$/.test(words)))(
  '`%s` is an operator’s command',
  (words) => {
    let command: Command = createProgram();
    const rest = words.split(' ');
    while (command.commands.length > 0) {
      const verb = rest.shift();
      expect(command.commands.map((each) => each.name())).toContain(verb);
      command = command.commands.find((each) => each.name() === verb) ?? command;
    }
    const flags = command.options.map(({ long }) => long);
    expect(words.split(' ').filter((word) => word.startsWith('--') && !flags.includes(word))).toEqual([]);
  },
);

test('commands and examples were found', () => {
  const found = [documents.length > 5, ofCompose.length > 20, ofOperators.length > 15, ofExamples.length > 5];
  expect(found).toEqual([true, true, true, true]);
});

const ofExamples = ['docs/integrate.md', 'docs/integrating.md'].flatMap((page) =>
  blocksOf(page).filter(({ language }) => ['ts', 'js'].includes(language)),
);

/** A page shows a part of a file from the left margin on. */
const withoutIndent = (code: string) => code.replaceAll(/^ +/gm, '');

test.each(ofExamples)('a file of examples/ has: $code', ({ code }) => {
  const files = [...exampleFiles().values()].map(withoutIndent);
  expect(files.some((file) => file.includes(withoutIndent(code)))).toBe(true);
});
