import { cpuTimeMs } from '../run/cpu-time.js';
import { median, quantile, rounded } from '../run/figures.js';
import { fullLoad } from '../run/full-load.js';
import { pacedLoad } from '../run/paced-load.js';
import type { PanelStage } from './panel-stage.js';

export const ROUTES = ['bare', 'secured', 'checked', 'panel'] as const;
export type Route = (typeof ROUTES)[number];

export interface RouteFigures {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the server's process, all threads: comparable also where others use the machine. */
  readonly serverMicrosPerRequest: number;
}

export interface Turns {
  readonly rounds: number;
  readonly seconds: number;
  /** As many as are answered when left out. */
  readonly requestsPerSecond?: number;
}

const CONNECTIONS = 16;

/** Loads the routes in turns. @returns the median round's figures of each */
export async function measureRoutes(
  stage: PanelStage,
  { rounds, ...load }: Turns,
): Promise<Record<Route, RouteFigures>> {
  const measured = byRoute((): RouteFigures[] => []);
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
  return byRoute(figuresOf);
}

function byRoute<T>(of: (route: Route) => T): Record<Route, T> {
  return Object.fromEntries(ROUTES.map((route) => [route, of(route)])) as Record<Route, T>;
}

async function measure(
  stage: PanelStage,
  route: Route,
  { seconds, requestsPerSecond }: Omit<Turns, 'rounds'>,
): Promise<RouteFigures> {
  const { url, token, serverPid } = stage;
  const load = { url, token, nextPath: () => pathOf(route, stage), seconds };
  const [beganMs, cpuBeganMs] = [performance.now(), cpuTimeMs(serverPid)];
  const latencies =
    requestsPerSecond === undefined
      ? await fullLoad({ ...load, connections: CONNECTIONS })
      : await pacedLoad({ ...load, requestsPerSecond });
  const tookSeconds = (performance.now() - beganMs) / 1000;
  return {
    requestsPerSecond: Math.round(latencies.length / tookSeconds),
    p50Ms: rounded(quantile(latencies, 0.5), 2),
    p99Ms: rounded(quantile(latencies, 0.99), 2),
    serverMicrosPerRequest: Math.round(((cpuTimeMs(serverPid) - cpuBeganMs) * 1000) / latencies.length),
  };
}

function pathOf(route: Route, { merchants }: PanelStage): string {
  const merchant = merchants[Math.floor(Math.random() * merchants.length)];
  if (merchant === undefined) throw new Error('There is no merchant.');
  return route === 'panel' ? `/v1/merchants/${merchant.domain}` : `/${route}/${merchant.shopNumber}`;
}
