import { parseArgs } from 'node:util';
import { withInstallation } from './support/installation.js';
import { measureRoutes, ROUTES, type Route } from './support/panel-routes.js';
import { setPanelStage } from './support/panel-stage.js';
import { rounded } from './support/request-figures.js';
import { say } from './support/say.js';
import { sayTable } from './support/table.js';

const LEAST_RATIO = 0.6;
const MOST_P99_MS = 5;
const WARM_UP_SECONDS = 5;
const TIME_LIMIT_MS = 40 * 60_000;
/** Of what the panel answers at most. */
const MODERATE_SHARE = 0.25;

/**
 * `GET /v1/merchants/{domain}` over a large account, beside two routes of the same server: a bare Express route with one
 * select by primary key, and the same with token check and row-security transaction. The routes take turns, first with
 * as many requests as are answered, then all with a quarter of what the panel answered. Rate limits are off.
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
  const turns = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
  return withInstallation(TIME_LIMIT_MS, async (installation) => {
    const stage = await setPanelStage(installation, { seed: values.seed, rows: Number(values.rows) });
    const { rows, merchants } = stage;
    say(`${rows} rows, ${merchants.length} merchants.`);
    await measureRoutes(stage, { rounds: 1, seconds: WARM_UP_SECONDS });
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
    const ratioTo = (route: Route) => rounded(full.panel.requestsPerSecond / full[route].requestsPerSecond, 2);
    const ratios = { toBare: ratioTo('bare'), toSecured: ratioTo('secured') };
    const isOnTarget = ratios.toSecured >= LEAST_RATIO && moderate.panel.p99Ms <= MOST_P99_MS;
    return { seed: values.seed, rows, merchants: merchants.length, full, moderate, ratios, isOnTarget };
  });
}
