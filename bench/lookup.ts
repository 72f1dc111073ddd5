import { setPanelStage } from './support/panel/panel-stage.js';
import { median, quantile, rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { type PacedLoad, pacedLoad } from './support/run/paced-load.js';

const MOST_P99_MS = 10;
const ROUTES = ['bare', 'panel', 'lookup'] as const;

export const options = {
  rows: { usual: 1_000_000, tiny: 1 },
  /** Looked up at once. */
  keys: { usual: 100, tiny: 3 },
  'requests-per-second': { usual: 10, tiny: 10 },
  seconds: { usual: 10, tiny: 1 },
  rounds: { usual: 5, tiny: 1 },
  seed: { usual: 'lookup' },
};

/**
 * Merchants looked up by their domains, a hundred at once, as a list of conversations does; beside one that a panel reads by
 * itself, and beside the least that an answer takes on this machine: one row, nothing checked. In turns, as often a second.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { rows: wanted, seed, keys: count, seconds, rounds, 'requests-per-second': requestsPerSecond } = chosen;
  const stage = await setPanelStage(installation, { seed, rows: wanted });
  const { url, token, merchants, rows } = stage;
  const any = () => merchants[Math.floor(Math.random() * merchants.length)];
  const anyDomain = () => any()?.domain ?? '';
  const load = { url, token, seconds, requestsPerSecond };
  const routes = {
    bare: { ...load, nextPath: () => `/bare/${any()?.shopNumber}` },
    panel: { ...load, nextPath: () => `/v1/merchants/${anyDomain()}` },
    lookup: {
      ...load,
      nextPath: () => '/v1/merchants/lookup',
      nextBody: () => ({ keys: Array.from({ length: count }, anyDomain) }),
    },
  };
  const measured: Record<keyof typeof routes, Figures[]> = { bare: [], panel: [], lookup: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const route of ROUTES) measured[route].push(await measure(routes[route]));
  }
  const [bare, panel, lookup] = [middle(measured.bare), middle(measured.panel), middle(measured.lookup)];
  sayTable(
    [
      { route: 'bare', ...bare },
      { route: 'panel', ...panel },
      { route: 'lookup', ...lookup },
    ],
    ['route', 'p50Ms', 'p99Ms'],
  );
  const ratios = { p50: rounded(lookup.p50Ms / panel.p50Ms, 2), p99: rounded(lookup.p99Ms / panel.p99Ms, 2) };
  return {
    seed,
    rows,
    merchants: merchants.length,
    keys: count,
    bare,
    panel,
    lookup,
    ratios,
    isOnTarget: lookup.p99Ms <= MOST_P99_MS,
  };
}

interface Figures {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function measure(load: PacedLoad): Promise<Figures> {
  const latencies = await pacedLoad(load);
  return { p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
}

function middle(rounds: readonly Figures[]): Figures {
  return {
    p50Ms: rounded(median(rounds.map(({ p50Ms }) => p50Ms)), 2),
    p99Ms: rounded(median(rounds.map(({ p99Ms }) => p99Ms)), 2),
  };
}
