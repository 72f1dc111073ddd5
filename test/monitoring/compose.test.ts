import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { paths } from '../../src/process/paths.js';
import { readDashboards } from '../support/monitoring/dashboards.js';
import { readRules } from '../support/monitoring/rules.js';

/* The Prometheus of docker-compose.yml: whom it asks, and by which names rules and dashboards know them. */
const read = (file: string): unknown => parse(readFileSync(join(paths.root, file), 'utf8'), { merge: true });
const { scrape_configs: jobs } = z
  .object({
    scrape_configs: z.array(
      z.strictObject({
        job_name: z.string(),
        dns_sd_configs: z.array(z.object({ names: z.array(z.string()), port: z.int() })).default([]),
        static_configs: z.array(z.strictObject({ targets: z.array(z.string()) })).default([]),
      }),
    ),
  })
  .parse(read('tools/monitoring/prometheus.yml'));
const { services } = z
  .object({
    services: z.record(
      z.string(),
      z.object({ networks: z.array(z.string()).default([]), volumes: z.array(z.string()).default([]) }),
    ),
  })
  .parse(read('docker-compose.yml'));

test('it asks services that it can reach', () => {
  const hosts = jobs.flatMap(({ dns_sd_configs, static_configs }) => [
    ...dns_sd_configs.flatMap(({ names }) => names),
    ...static_configs.flatMap(({ targets }) => targets.map((target) => target.replace(/:\d+$/, ''))),
  ]);
  const others = hosts.filter((host) => host !== '127.0.0.1');
  expect(others).toEqual(['api', 'worker', 'temporal', 'node-exporter']);
  for (const host of others) expect(services[host]?.networks).toContain('data');
  expect(services['prometheus']?.networks).toContain('data');
});

test('rules and dashboards name only jobs that it has', () => {
  const expressions = [
    ...readRules().groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
    ...readDashboards().flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
  ];
  const named = expressions
    .flatMap((expr) => [...expr.matchAll(/job=~?"([^"]+)"/g)])
    .flatMap(([, names = '']) => names.split('|'));
  expect(named).toContain('worker');
  const known = jobs.map(({ job_name }) => job_name);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test('it reads the rules that are tested, and keeps what it knows on a volume', () => {
  expect(services['prometheus']?.volumes).toEqual(
    expect.arrayContaining(['prometheus:/prometheus', './tools/monitoring/rules.yml:/etc/prometheus/rules.yml:ro']),
  );
});
