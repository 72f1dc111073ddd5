import { parseArgs } from 'node:util';
import { cpuTimeMs } from './support/cpu-time.js';
import { withInstallation } from './support/installation.js';
import { loadRoute, type LoadFigures } from './support/load-route.js';
import { setPanelStage, type PanelStage } from './support/panel-stage.js';
import { rounded } from './support/request-figures.js';
import { say } from './support/say.js';
import { sayTable } from './support/table.js';

const LEAST_RATIO = 0.6;
const MOST_P99_MS = 5;
const CONNECTIONS = 16;
const WARM_UP_SECONDS = 5;
const TIME_LIMIT_MS = 40 * 60_000;

const ROUTES = ['bare', 'secured', 'panel'] as const;
type Route = (typeof ROUTES)[number];

interface RouteFigures extends LoadFigures {
  /** Processor time of the server's process, all threads: comparable also where others use the machine. */
  readonly serverMicrosPerRequest: number;
}

/**
 * `GET /v1/merchants/{domain}` over a large account, beside two routes of the same server: a bare Express route with one
 * select by primary key, and the same with token check and row-security transaction. The routes take turns, first with
 * as many requests as are answered, then all with half of what the panel answered. Rate limits are off.
 *
 * `--rows 1000000 --seconds 10 --rounds 3 --seed panel`
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '1000000' },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      seed: { type: 'string', default: 'panel' },
    },
  });
  const seconds = Number(values.seconds);
  const rounds = Number(values.rounds);
  return withInstallation(TIME_LIMIT_MS, async (installation) => {
    const stage = await setPanelStage(installation, { seed: values.seed, rows: Number(values.rows) });
    const { rows, merchants } = stage;
    say(`${rows} rows, ${merchants.length} merchants.`);
    await inTurns(stage, { rounds: 1, seconds: WARM_UP_SECONDS });
    const saturated = await inTurns(stage, { rounds, seconds });
    const rate = Math.round(saturated.panel.requestsPerSecond / 2);
    const moderate = await inTurns(stage, { rounds, seconds, requestsPerSecond: rate });
    sayTable(
      ROUTES.flatMap((route) => [
        { route, load: 'saturated', ...saturated[route] },
        { route, load: 'moderate', ...moderate[route] },
      ]),
      ['route', 'load', 'requestsPerSecond', 'p50Ms', 'p99Ms', 'serverMicrosPerRequest'],
    );
    const ratioTo = (route: Route) =>
      rounded(saturated.panel.requestsPerSecond / saturated[route].requestsPerSecond, 2);
    const ratios = { toBare: ratioTo('bare'), toSecured: ratioTo('secured') };
    const isOnTarget = ratios.toSecured >= LEAST_RATIO && moderate.panel.p99Ms <= MOST_P99_MS;
    return { seed: values.seed, rows, merchants: merchants.length, saturated, moderate, ratios, isOnTarget };
  });
}

interface Turns {
  readonly rounds: number;
  readonly seconds: number;
  readonly requestsPerSecond?: number;
}

/** The median round's figures of each route. */
async function inTurns(stage: PanelStage, { rounds, ...load }: Turns): Promise<Record<Route, RouteFigures>> {
  const measured: Record<Route, RouteFigures[]> = { bare: [], secured: [], panel: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const route of ROUTES) measured[route].push(await measure(stage, route, load));
  }
  const medianOf = (route: Route, figure: keyof RouteFigures) => median(measured[route].map((one) => one[figure]));
  const figuresOf = (route: Route): RouteFigures => ({
    requestsPerSecond: medianOf(route, 'requestsPerSecond'),
    p50Ms: medianOf(route, 'p50Ms'),
    p99Ms: medianOf(route, 'p99Ms'),
    serverMicrosPerRequest: medianOf(route, 'serverMicrosPerRequest'),
  });
  return { bare: figuresOf('bare'), secured: figuresOf('secured'), panel: figuresOf('panel') };
}

async function measure(
  stage: PanelStage,
  route: Route,
  load: { readonly seconds: number; readonly requestsPerSecond?: number },
): Promise<RouteFigures> {
  const { url, token, serverPid } = stage;
  const beforeMs = cpuTimeMs(serverPid);
  const figures = await loadRoute({
    url,
    token,
    nextPath: () => pathOf(route, stage),
    connections: CONNECTIONS,
    ...load,
  });
  const serverMicros = (cpuTimeMs(serverPid) - beforeMs) * 1000;
  return {
    ...figures,
    serverMicrosPerRequest: Math.round(serverMicros / (figures.requestsPerSecond * load.seconds)),
  };
}

function pathOf(route: Route, { merchants }: PanelStage): string {
  const merchant = merchants[Math.floor(Math.random() * merchants.length)];
  if (merchant === undefined) throw new Error('There is no merchant.');
  return route === 'panel' ? `/v1/merchants/${merchant.domain}` : `/${route}/${merchant.shopNumber}`;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
