import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { paths } from '../../src/process/paths.js';
import { usePromtool } from '../support/monitoring/promtool.js';
import { alertsOf, readRules, RULES_FILE } from '../support/monitoring/rules.js';

/* The rules by Prometheus' own checker, and what their cases cover. */
const promtool = usePromtool();
const CASES_FILE = 'tools/monitoring/rules.test.yml';
const alerts = alertsOf(readRules());
const { tests } = z
  .object({
    tests: z.array(
      z.object({
        alert_rule_test: z.array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()).default([]) })),
      }),
    ),
  })
  .parse(parse(readFileSync(join(paths.root, CASES_FILE), 'utf8')));

test('Prometheus takes the rules, and each case comes out as it should', async () => {
  await promtool('check', 'rules', RULES_FILE);
  await promtool('test', 'rules', CASES_FILE);
}, 300_000);

test('Prometheus takes the configuration of docker-compose.yml', async () => {
  await promtool('check', 'config', '--syntax-only', 'tools/monitoring/prometheus.yml');
});

test.each(alerts.map(({ alert }) => alert))(
  '%s has a case in which it fires, and one later in which it is over',
  (name) => {
    const looks = tests.map((each) => each.alert_rule_test.filter(({ alertname }) => alertname === name));
    const firesThenEnds = looks.some((look) => {
      const fires = look.findIndex(({ exp_alerts }) => exp_alerts.length > 0);
      return fires > 0 && look.slice(fires + 1).some(({ exp_alerts }) => exp_alerts.length === 0);
    });
    expect(firesThenEnds).toBe(true);
  },
);

test('every alert has a name of its own', () => {
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
});
