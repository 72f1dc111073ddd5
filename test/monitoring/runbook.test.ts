import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { createProgram } from '../../src/cli/program.js';
import { paths } from '../../src/process/paths.js';
import { alertsOf, readRules } from '../support/monitoring/rules.js';

/* docs/runbook.md against the rules, the operator's commands and the services of docker-compose.yml. */
const text = readFileSync(join(paths.root, 'docs/runbook.md'), 'utf8');
const [, ...parts] = text.split(/^## /m);
const sections = parts.map((part) => ({ name: part.slice(0, part.indexOf('\n')), body: part }));
const alerts = alertsOf(readRules());

test('has one section for each alert, in the order of the rules', () => {
  expect(sections.map(({ name }) => name)).toEqual(alerts.map(({ alert }) => alert));
});

test.each(alerts)('$alert leads to its section', ({ alert, annotations, labels }) => {
  expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
  expect(sections.find(({ name }) => name === alert)?.body).toContain(`\n_${labels.severity}_\n`);
});

test.each(sections)('$name says what it means, how to look, what to do, and when it is over', ({ body }) => {
  const told = ['**Means.**', '**Look.**', '**Do.**', '**Over when**'].map((part) => body.indexOf(`\n${part}`));
  expect(told).not.toContain(-1);
  expect(told).toEqual([...told].sort((a, b) => a - b));
});

const commands = [...text.matchAll(/`npm run cli -- ([^`…]+)`/g)].map(([, words = '']) => words);

test.each([...new Set(commands)])('`%s` is an operator’s command', (words) => {
  let command: Command = createProgram();
  for (const word of words.split(' ')) command = command.commands.find((each) => each.name() === word) ?? command;
  expect(command.parent).not.toBeNull();
  const flags = command.options.map(({ long }) => long);
  expect(words.split(' ').filter((word) => word.startsWith('--') && !flags.includes(word))).toEqual([]);
});

test('names only services that docker-compose.yml has', () => {
  const compose = z
    .object({ services: z.record(z.string(), z.unknown()) })
    .parse(parse(readFileSync(join(paths.root, 'docker-compose.yml'), 'utf8'), { merge: true }));
  const named = [
    ...text.matchAll(/`docker compose (?:ps|exec|restart|logs(?: --since \w+)?|up --detach --wait) ([a-z -]+)/g),
  ].flatMap(([, words = '']) => words.split(' node ')[0]?.split(' printenv')[0]?.trim().split(' ') ?? []);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in compose.services))).toEqual([]);
});
