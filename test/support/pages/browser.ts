import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { testServers } from '../run/servers.js';

/**
 * What Chromium is to leave. The last such list counts, so Playwright's own stand in it again. Each of `WebUIOmnibox…` has
 * each page's window load another page, of Chromium's own, which takes a quarter of what a page costs.
 */
const LEFT_OUT = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsFirstBalancedModeAutoEnable'],
  ...['HttpsUpgrades', 'LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding'],
  ...['PreconnectToSearch', 'ThirdPartyStoragePartitioning'],
  ...['WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxPopup'],
];

export interface TestBrowser {
  /** A profile of its own, closed after the test. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
}

let shared: TestBrowser | undefined;

/** One browser for a test file, however often it is asked for. */
export function useBrowser(): TestBrowser {
  return (shared ??= startBrowser());
}

function startBrowser(): TestBrowser {
  let browser: Browser;
  beforeAll(async () => {
    // The container of a build is the sandbox; Chromium's own needs rights that it does not have there.
    browser = await chromium.launch({
      executablePath: testServers().chromiumProgram,
      args: ['--no-sandbox', '--disable-quic', '--disable-dev-shm-usage', `--disable-features=${LEFT_OUT.join()}`],
    });
  }, 60_000);
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(() => browser.close());
  return { context: (options) => browser.newContext({ locale: 'en-US', timezoneId: 'UTC', ...options }) };
}
