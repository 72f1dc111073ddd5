import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inheritedEnvironment } from '../src/config/config.js';
import { paths } from '../src/process/paths.js';
import { chromiumOnPath } from '../test/support/pages/chromium.js';

/*
 * Takes the pictures of docs/screenshots anew, from the demonstration account of a running `npm start`:
 * `npm run screenshots -- http://localhost:3000`
 */
interface Picture {
  readonly name: string;
  readonly path: string;
  readonly organizationId?: string;
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Brings about what the picture is of, and resolves when it is to be seen. */
  readonly prepare: (page: Page) => Promise<unknown>;
}

const NARROW = 400;
const [site = 'http://localhost:3000'] = process.argv.slice(2);
const folder = join(paths.root, 'docs', 'screenshots');

const text = (words: string | RegExp) => (page: Page) => page.getByText(words).first().waitFor();

const settings = { path: '/settings/shopify', prepare: text('Auto-discovered') };
const revenue = {
  path: '/revenue?range=90d',
  prepare: (page: Page) => page.locator('.recharts-surface').first().waitFor(),
};
const inbox = {
  path: '/dev/inbox',
  prepare: (page: Page) => page.frameLocator('iframe').getByText('MRR').first().waitFor(),
};

const pictures: readonly Picture[] = [
  { name: 'settings', ...settings, height: 1500 },
  { name: 'settings-dark', ...settings, height: 1500, colorScheme: 'dark' },
  { name: 'settings-narrow', ...settings, width: NARROW },
  {
    name: 'settings-connect',
    path: '/settings/shopify',
    organizationId: 'org_without_connection',
    prepare: (page) => page.getByLabel('Partner API Access Token', { exact: true }).waitFor(),
  },
  { name: 'inbox', ...inbox },
  { name: 'inbox-dark', ...inbox, colorScheme: 'dark' },
  { name: 'revenue', ...revenue, height: 1700 },
  { name: 'revenue-dark', ...revenue, height: 1700, colorScheme: 'dark' },
  { name: 'revenue-narrow', ...revenue, width: NARROW },
  {
    name: 'revenue-churned',
    path: '/revenue?range=90d&behind=churnedMrr',
    prepare: (page) => page.getByRole('dialog').getByRole('table').waitFor(),
  },
  {
    name: 'revenue-cohorts',
    path: '/revenue?range=12m',
    prepare: async (page) => {
      await page.getByRole('region', { name: 'Cohorts' }).waitFor();
      await page.getByRole('heading', { name: 'Churn rate by month' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'revenue-merchant',
    path: '/revenue?range=90d&merchant=blue-heron-socks.myshopify.com',
    prepare: (page) => page.getByRole('dialog').getByText('Upgraded').first().waitFor(),
  },
  { name: 'sign-in', path: '/dev/sign-in', height: 480, prepare: text('Owner') },
];

async function take(browser: Browser, picture: Picture): Promise<void> {
  const {
    name,
    path,
    organizationId = 'org_demo',
    width = 1280,
    height = 900,
    colorScheme = 'light',
    prepare,
  } = picture;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  await context.request.post(`${site}/dev/sign-in`, { data: { organizationId, role: 'owner' } });
  const page = await context.newPage();
  await page.goto(site + path);
  await prepare(page);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  await context.close();
  console.log(`docs/screenshots/${name}.png`);
}

const executablePath = chromiumOnPath(inheritedEnvironment());
if (executablePath === undefined) throw new Error('There is no Chromium on the PATH.');
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] });
try {
  for (const picture of pictures) await take(browser, picture);
} finally {
  await browser.close();
}
