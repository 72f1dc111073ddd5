import type { Frame, Page } from 'playwright-core';
import { violations } from './axe.js';
import { useBrowser } from './browser.js';
import { startHostServer, type HostServer } from './host-page.js';
import { useInstallation, type Installation } from './installation.js';
import { accessToken } from './tokens.js';
import type { Role } from '../../src/contract/connection-words.js';

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

/** The real installation with its pages in a real browser, for one test file. The worker and the api are running. */
export function usePages(env: NodeJS.ProcessEnv = {}): Pages {
  const settings = { ...env };
  const installation = useInstallation(settings);
  const browser = useBrowser();
  let host: HostServer;
  let apiUrl = '';
  beforeAll(async () => {
    host = await startHostServer();
    settings['FRAME_ANCESTORS'] = host.origin;
    await installation.startWorker();
    const api = await installation.startApi();
    apiUrl = `http://127.0.0.1:${(await api.printed(/"port":(\d+)/))[1] ?? ''}`;
  }, 120_000);
  afterAll(() => host.close());

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
    await page.goto(host.origin);
    await page.evaluate(`host.embed(${JSON.stringify(apiUrl + path)}, ${JSON.stringify(allow)})`);
    const element = await page.waitForSelector('iframe');
    const frame = await element.contentFrame();
    if (frame === null) throw new Error('The page was not embedded.');
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
      return host.origin;
    },
    open,
    async violations({ page, frame }) {
      const before = page.viewportSize() ?? WIDE;
      const all: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const size of [WIDE, NARROW]) {
          await page.setViewportSize(size);
          all.push(...(await violations(frame)).map((line) => `${colorScheme}, ${size.width} px: ${line}`));
        }
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(before);
      return all;
    },
  };
}
