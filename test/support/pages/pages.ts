import { isDeepStrictEqual } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import type { Role } from '../../../src/contract/connection-words.js';
import { type Installation, useInstallation } from '../servers/installation.js';
import type { AppProcess } from '../servers/processes.js';
import { accessToken } from '../servers/tokens.js';
import { violations, violationsOfColours } from './axe.js';
import { type TestBrowser, useBrowser } from './browser.js';
import { type HostServer, startHostServer } from './host-page.js';
import { showAs } from './view.js';

export interface Reader {
  readonly organizationId: string;
  readonly role?: Role;
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Of each token that the host hands over. */
  readonly lifetimeSeconds?: number;
  /** What the host allows its frame; copying, as our documentation asks for, unless it is said. */
  readonly allow?: string;
}

/** One of our pages, inside of a host of another origin. */
export interface EmbeddedPage {
  /** The host's. */
  readonly page: Page;
  /** Ours. */
  readonly frame: Frame;
  /** What the browser complained of: uncaught errors, a broken content security policy, and the like. */
  readonly complaints: readonly string[];
  /** What our page has told its host. */
  readonly told: () => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** As the host. */
  readonly send: (message: Readonly<Record<string, unknown>>) => Promise<void>;
}

export interface Pages {
  readonly installation: Installation;
  readonly hostOrigin: string;
  open(path: string, reader: Reader): Promise<EmbeddedPage>;
  /** Every kind of reader's view of what is shown now: both themes, 400 px and wide. Empty when nothing breaks WCAG 2.2 AA. */
  violations(embedded: EmbeddedPage): Promise<string[]>;
}

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 400, height: 900 };
/** What an embedded page waits for in the tests; a machine under load is slow. */
export const PATIENCE_MS = 20_000;

/** What the browser complains of from now on: uncaught errors, a broken content security policy, and the like. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // An answer that is no success is an answer; the browser reports each.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return complaints;
}

interface Stack {
  readonly installation: Installation;
  readonly browser: TestBrowser;
  readonly host: HostServer;
  readonly apiUrl: string;
  /** Worker and api run with these settings from now on. */
  runWith(env: NodeJS.ProcessEnv): Promise<void>;
}

/** Prints what each page showed when its test failed; what is typed is no part of it. */
async function tellIfFailed(frames: readonly Frame[]): Promise<void> {
  if (!(globalThis as { testHasFailed?: boolean }).testHasFailed) return;
  for (const frame of frames) {
    const text = await frame.locator('body').innerText().catch(String);
    process.stdout.write(`The test failed. The page at ${new URL(frame.url()).pathname} shows:\n${text}\n`);
  }
}

/** jest loads each test file with modules of its own, so this is one for a file. */
let stack: Stack | undefined;

/**
 * What the pages of a test file share: an installation, a browser, a host. A file of several chapters calls this outside
 * of them, so that it lasts for all.
 */
export function useStack(): Stack {
  return (stack ??= startStack());
}

function startStack(): Stack {
  const installation = useInstallation();
  const browser = useBrowser();
  let host: HostServer;
  let apiUrl = '';
  let running: { readonly env: NodeJS.ProcessEnv; readonly processes: readonly AppProcess[] } | undefined;
  beforeAll(async () => {
    host = await startHostServer();
  });
  afterAll(() => host.close());
  return {
    installation,
    browser,
    get host() {
      return host;
    },
    get apiUrl() {
      return apiUrl;
    },
    async runWith(env) {
      if (isDeepStrictEqual(running?.env, env)) return;
      for (const process of running?.processes ?? []) await process.end('SIGKILL');
      const settings = { ...env, FRAME_ANCESTORS: host.origin };
      const processes = [await installation.startWorker(undefined, settings), await installation.startApi(settings)];
      apiUrl = `http://127.0.0.1:${(await processes[1]?.printed(/"port":(\d+)/))?.[1] ?? ''}`;
      running = { env, processes };
    },
  };
}

/**
 * The real installation with its pages in a real browser, shared by the chapters of a test file. The worker and the api
 * are running, with the chapter's own settings.
 */
export function usePages(env: NodeJS.ProcessEnv = {}): Pages {
  const opened: Frame[] = [];
  // Before what closes the browser’s windows: jest runs the hooks of one block in their order.
  afterEach(() => tellIfFailed(opened.splice(0)));
  const shared = useStack();
  const { installation, browser } = shared;
  beforeAll(() => shared.runWith(env), 120_000);

  async function open(path: string, reader: Reader): Promise<EmbeddedPage> {
    const {
      organizationId,
      role = 'owner',
      colorScheme = 'light',
      lifetimeSeconds = 600,
      allow = 'clipboard-write',
    } = reader;
    const viewport = { width: reader.width ?? WIDE.width, height: reader.height ?? WIDE.height };
    const context = await browser.context({ viewport, colorScheme });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.exposeFunction('nextToken', () => {
      const iat = Math.floor(Date.now() / 1000);
      return accessToken({ org: organizationId, role, sub: `user_${role}`, iat, exp: iat + lifetimeSeconds });
    });
    await page.goto(shared.host.origin);
    await page.evaluate(`host.embed(${JSON.stringify(shared.apiUrl + path)}, ${JSON.stringify(allow)})`);
    const element = await page.waitForSelector('iframe');
    const frame = await element.contentFrame();
    if (frame === null) throw new Error('The page was not embedded.');
    opened.push(frame);
    return {
      page,
      frame,
      complaints,
      told: () => page.evaluate('host.told'),
      send: (message) => page.evaluate(`host.send(${JSON.stringify(message)})`),
    };
  }

  return {
    installation,
    get hostOrigin() {
      return shared.host.origin;
    },
    open,
    async violations(embedded) {
      const before = embedded.page.viewportSize() ?? WIDE;
      const all: string[] = [];
      for (const size of [WIDE, NARROW]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await showAs(embedded, { ...size, colorScheme });
          const found = await (colorScheme === 'light' ? violations : violationsOfColours)(embedded.frame);
          all.push(...found.map((line) => `${colorScheme}, ${size.width} px: ${line}`));
        }
      }
      await showAs(embedded, { ...before, colorScheme: 'light' });
      return all;
    },
  };
}
