import { measureRoutes, type Route, ROUTES } from './support/panel/panel-routes.js';
import { setPanelStage } from './support/panel/panel-stage.js';
import { rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

/** Of what `secured` answers at most. */
const LEAST_THROUGHPUT_RATIO = 0.85;
/** Beside `secured`, both at moderate load. */
const MOST_P99_RATIO = 1.2;
const MOST_P50_MS = 1;
/** Of what the panel answers at most. */
const MODERATE_SHARE = 0.25;

export const options = {
  rows: { usual: 1_000_000, tiny: 1 },
  seconds: { usual: 10, tiny: 0.3 },
  rounds: { usual: 3, tiny: 1 },
  'warm-up-seconds': { usual: 5, tiny: 0 },
  seed: { usual: 'panel' },
};

/**
 * `GET /v1/merchants/{domain}` over a large account, beside three routes of the same server that read one row by primary
 * key: a bare one of Express; one that is secured by token check and row-security transaction; and one that is checked,
 * too, as the api does for every request: gates, log line, measure, headers, `ETag`. The routes take turns, first with as
 * many requests as are answered, then all with a quarter of what the panel answered. Rate limits are off.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { seed, seconds, rounds } = chosen;
  const turns = { seconds, rounds };
  const warmUp = { seconds: chosen['warm-up-seconds'], rounds: 1 };
  const stage = await setPanelStage(installation, { seed, rows: chosen.rows });
  const { rows, merchants } = stage;
  say(`${rows} rows, ${merchants.length} merchants.`);
  if (warmUp.seconds > 0) await measureRoutes(stage, warmUp);
  const full = await measureRoutes(stage, turns);
  const requestsPerSecond = Math.round(full.panel.requestsPerSecond * MODERATE_SHARE);
  const moderate = await measureRoutes(stage, { ...turns, requestsPerSecond });
  sayTable(
    ROUTES.flatMap((route) => [
      { route, load: 'full', ...full[route] },
      { route, load: 'moderate', ...moderate[route] },
    ]),
    ['route', 'load', 'requestsPerSecond', 'p50Ms', 'p99Ms', 'serverMicrosPerRequest'],
  );
  const ratiosTo = (route: Route) => ({
    throughput: rounded(full.panel.requestsPerSecond / full[route].requestsPerSecond, 2),
    p50: rounded(moderate.panel.p50Ms / moderate[route].p50Ms, 2),
    p99: rounded(moderate.panel.p99Ms / moderate[route].p99Ms, 2),
  });
  const ratios = { toBare: ratiosTo('bare'), toSecured: ratiosTo('secured'), toChecked: ratiosTo('checked') };
  const { throughput, p99 } = ratios.toSecured;
  const isOnTarget =
    throughput >= LEAST_THROUGHPUT_RATIO && p99 <= MOST_P99_RATIO && moderate.panel.p50Ms <= MOST_P50_MS;
  return { seed, rows, merchants: merchants.length, full, moderate, ratios, isOnTarget };
}
