import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { freePort } from '../../../src/dev/processes/ports.js';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { debianProgram } from '../run/debian.js';
import { waitFor } from '../servers/wait-for.js';
import { FETCH_TIMEOUT_MS, programSearch } from './promtool.js';
import type { RuleFile } from './rules.js';

export interface Target {
  readonly job: string;
  readonly port: number;
}

/** A real Prometheus that asks and judges every second. */
export interface Prometheus {
  /** @param targets on this machine; they need not be there yet */
  start(rules: RuleFile, targets: readonly Target[]): Promise<void>;
  /** Names of the alerts that fire now. */
  firing(): Promise<string[]>;
  /** The values of an expression now. */
  query(expression: string): Promise<number[]>;
}

const Alerts = z.object({
  data: z.object({ alerts: z.array(z.object({ labels: z.object({ alertname: z.string() }), state: z.string() })) }),
});
const Result = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

/** For one test file, ended after its last test; fetched first where the machine has none. */
export function usePrometheus(): Prometheus {
  const processes = new ProcessGroup();
  const folder = mkdtempSync(join(tmpdir(), 'convot-prometheus-'));
  let program: string;
  let url = '';
  beforeAll(async () => {
    program = await debianProgram(programSearch(processes), 'prometheus', 'prometheus');
  }, FETCH_TIMEOUT_MS);
  afterAll(async () => {
    await processes.killAll();
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}${path}`);
    if (!response.ok) throw new Error(`Prometheus answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    async start(rules, targets) {
      const file = (name: string, content: unknown) => writeFileSync(join(folder, name), stringify(content));
      file('rules.yml', rules);
      file('prometheus.yml', {
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ['rules.yml'],
        scrape_configs: targets.map(({ job, port }) => {
          return { job_name: job, static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
        }),
      });
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      const server = await processes.start({
        name: 'Prometheus',
        command: program,
        args: [
          ...[`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`],
          ...[`--web.listen-address=127.0.0.1:${port}`, '--log.level=warn'],
        ],
        env: {},
        cwd: folder,
      });
      await waitFor('Prometheus to be ready', async () => (await fetch(`${url}/-/ready`)).ok, {
        timeoutMs: 60_000,
        giveUp: () => (server.exit === undefined ? undefined : `it ended:\n${server.lastLines()}`),
      });
    },
    firing: async () => {
      const { alerts } = Alerts.parse(await ask('/api/v1/alerts')).data;
      return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
    },
    query: async (expression) => {
      const { result } = Result.parse(await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`)).data;
      return result.map(({ value: [, value] }) => Number(value));
    },
  };
}
