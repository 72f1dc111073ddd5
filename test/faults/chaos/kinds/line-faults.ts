import { monotonicMs } from '../../../../src/simulator/request-log.js';
import type { FaultProxy } from '../../../support/servers/fault-proxy.js';
import { LINE_FAULTS, type LineFaultName, type Server, SERVERS } from '../lines.js';
import type { FaultKind, Scene } from './fault.js';

const NAMES = Object.keys(LINE_FAULTS) as LineFaultName[];
const SERVER_NAMES: Readonly<Record<Server, string>> = {
  postgres: 'Postgres',
  temporal: 'Temporal',
  shopify: 'Shopify',
};

const LINES_TO: Readonly<Record<Server, string>> = {
  postgres: 'lines to Postgres',
  temporal: 'lines to Temporal',
  shopify: 'lines to Shopify',
};

const AGAIN_MS = 100;
const MOST_PASSING = 6;

/** Only workers ask Shopify all the time. */
function processOf({ stage: { api }, workers, random }: Scene, server: Server) {
  return random.pick(server === 'shopify' ? workers : [...workers, api]);
}

/** Each thing that may become of the lines of one process to one server. */
export const lineFaults: readonly FaultKind[] = SERVERS.flatMap((server) =>
  NAMES.map((name) => ({
    name: `${name} lines to ${SERVER_NAMES[server]}`,
    target: LINES_TO[server],
    begin: (scene: Scene) => {
      const proxy = processOf(scene, server).lines[server];
      const { counted, begin, end } = LINE_FAULTS[name];
      const before = proxy.counts[counted];
      const slowMs = scene.random.between(150, 600);
      const bites = () => proxy.counts[counted] - before;
      begin(proxy, slowMs);
      // Just now no line may have been open.
      const again = setInterval(() => {
        if (bites() === 0) begin(proxy, slowMs);
      }, AGAIN_MS);
      const endIt = () => {
        clearInterval(again);
        end(proxy);
        const nowMs = monotonicMs();
        // What was held up and what is sent from now on arrive together.
        if (name === 'slow' && server === 'shopify')
          scene.stage.stalls.push({ fromMs: nowMs, untilMs: nowMs + 2 * slowMs });
        return Promise.resolve();
      };
      return Promise.resolve({ bites, end: endIt });
    },
  })),
);

/**
 * Commits that do not arrive, or of which nobody hears that they were carried out. Some pass in between: whoever loses one
 * begins anew, and would lose no other than his first ones.
 */
export const lostCommits: readonly FaultKind[] = (['before', 'after'] as const).map((when) => ({
  name: `commits lost ${when} they are carried out`,
  target: LINES_TO.postgres,
  begin: ({ workers, random }) => {
    const proxies = workers.map(({ lines }) => lines.postgres);
    const lost = () => proxies.reduce((sum, { counts }) => sum + counts.lostCommits, 0);
    const before = lost();
    const lostBefore = new Map<FaultProxy, number>();
    const loseNext = () => {
      for (const proxy of proxies) {
        if (lostBefore.get(proxy) === proxy.counts.lostCommits) continue;
        lostBefore.set(proxy, proxy.counts.lostCommits);
        proxy.loseCommits(1, when, random.between(0, MOST_PASSING));
      }
    };
    loseNext();
    const again = setInterval(loseNext, AGAIN_MS);
    const end = () => {
      clearInterval(again);
      for (const proxy of proxies) proxy.pass();
      return Promise.resolve();
    };
    return Promise.resolve({ bites: () => lost() - before, end });
  },
}));
