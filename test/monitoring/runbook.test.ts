import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../src/process/paths.js';
import { alertsOf, readRules } from '../support/monitoring/rules.js';

/* docs/runbook.md against the rules. What it tells operators to type is judged with the other documents'. */
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
