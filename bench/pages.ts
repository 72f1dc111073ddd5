import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../test/support/pages/chromium.js';
import { startHostServer } from '../test/support/pages/host-page.js';
import { pageSize } from '../test/support/pages/page-sizes.js';
import { type PanelStage, setPanelStage } from './support/panel/panel-stage.js';
import { embedMs, openHost, switchMs } from './support/panel/shown-times.js';
import { quantile, rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

const PAGES = ['settings', 'panel', 'revenue'] as const;

export const options = {
  rows: { usual: 100_000, tiny: 1 },
  runs: { usual: 20, tiny: 1 },
  seed: { usual: 'pages' },
};

/**
 * How long the merchant panel takes from its address to shown data, in a real browser, embedded by another origin, over
 * a large account; beside the least page that can be, which shows one figure of the same merchant. Cold: a browser that
 * knows nothing of us. Warm: one that has the files. Switch: another conversation in an open panel. And how much
 * JavaScript each page is.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { seed, runs } = chosen;
  const sizes = Object.fromEntries(PAGES.map((page) => [page, pageSize(page)]));
  const executablePath = await findChromium(installation.search);
  const host = await startHostServer();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] });
  try {
    const stage = await setPanelStage(installation, {
      seed,
      rows: chosen.rows,
      frameAncestors: [host.origin],
    });
    const { rows, merchants } = stage;
    say(`${rows} rows, ${merchants.length} merchants.`);
    const times = await measure(browser, stage, host.origin, runs);
    sayTable(
      Object.entries(times).map(([what, figures]) => ({ what, ...figures })),
      ['what', 'p50Ms', 'p95Ms'],
    );
    const ratios = {
      coldToLeast: rounded(times.panelCold.p50Ms / times.leastCold.p50Ms, 2),
      warmToLeast: rounded(times.panelWarm.p50Ms / times.leastWarm.p50Ms, 2),
    };
    return { seed, rows, sizes, times, ratios };
  } finally {
    await browser.close();
    await host.close();
  }
}

/** The pages take turns, so that what else the machine does meets all of them. */
async function measure(browser: Browser, stage: PanelStage, hostOrigin: string, runs: number) {
  const panelCold: number[] = [];
  const panelWarm: number[] = [];
  const panelSwitch: number[] = [];
  const leastCold: number[] = [];
  const leastWarm: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const [cold = '', warm = '', next = ''] = threeDomains(stage, run);
    for (const [path, coldTimes, warmTimes] of [
      ['/bare-page', leastCold, leastWarm],
      ['/panel', panelCold, panelWarm],
    ] as const) {
      const context = await browser.newContext({ viewport: { width: 360, height: 900 } });
      const url = (domain: string) => `${stage.url}${path}?shop=${domain}`;
      const first = await openHost(context, hostOrigin, stage.token);
      coldTimes.push((await embedMs(first, url(cold))).tookMs);
      const second = await openHost(context, hostOrigin, stage.token);
      const { frame, tookMs } = await embedMs(second, url(warm));
      warmTimes.push(tookMs);
      if (path === '/panel') panelSwitch.push(await switchMs(second, frame, next));
      await context.close();
    }
  }
  return {
    panelCold: figuresOf(panelCold),
    panelWarm: figuresOf(panelWarm),
    panelSwitch: figuresOf(panelSwitch),
    leastCold: figuresOf(leastCold),
    leastWarm: figuresOf(leastWarm),
  };
}

function threeDomains({ merchants }: PanelStage, run: number): string[] {
  return [0, 1, 2].map((offset) => merchants[(run * 3 + offset) % merchants.length]?.domain ?? '');
}

function figuresOf(times: readonly number[]) {
  const at = (share: number) => rounded(quantile(times, share), 1);
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}
