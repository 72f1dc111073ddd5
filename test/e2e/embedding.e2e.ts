import { whileLocked } from '../support/database/table-lock.js';
import { DemoMerchants, type Merchant } from '../support/merchants/demo-merchants.js';
import { violations } from '../support/pages/axe.js';
import { useBrowser } from '../support/pages/browser.js';
import { complaintsOf, PATIENCE_MS, usePages } from '../support/pages/pages.js';
import { freePort } from '../support/servers/free-port.js';
import { accessToken } from '../support/servers/tokens.js';
import { waitFor } from '../support/servers/wait-for.js';

/* Pages inside of a host: who may embed them, how they come by tokens, what they heed, and how a host switches. */
const pages = usePages();
const browser = useBrowser();
/** The one that the sign-in page of development offers. */
const ORGANIZATION = 'org_demo';
const reader = { organizationId: ORGANIZATION, role: 'agent' } as const;

const isPaying = ({ apps }: Merchant) => apps.length === 1 && apps[0]?.status === 'active';
const panelOf = ({ myshopifyDomain }: Merchant) => `/panel?shop=${myshopifyDomain}`;

let demo: DemoMerchants;
let panel: string;
let name: string;

beforeAll(async () => {
  demo = await DemoMerchants.sync(pages.installation, ORGANIZATION);
  const merchant = demo.find('paying', isPaying);
  panel = panelOf(merchant);
  ({ name } = merchant);
}, 120_000);

async function shown(merchant: Merchant) {
  const embedded = await pages.open(panelOf(merchant), reader);
  await embedded.frame.getByRole('heading', { level: 1, name: merchant.name }).waitFor();
  return embedded;
}

test('a page asks its host for a token, and keeps it in its memory alone', async () => {
  const { frame, told, complaints } = await pages.open(panel, reader);
  await frame.getByRole('heading', { level: 1, name }).waitFor();
  expect(await told()).toEqual([{ type: 'convot.ready' }]);
  const asked = await frame.evaluate<string[]>(`performance.getEntriesByType('resource').map(({ name }) => name)`);
  expect(asked.filter((url) => url.includes('/v1/')).length).toBeGreaterThan(0);
  expect([frame.url(), ...asked].filter((url) => url.includes('eyJ'))).toEqual([]);
  expect(await frame.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, '']);
  expect(complaints).toEqual([]);
});

test('a token that runs out is asked for again, without a word to the user', async () => {
  // Too short to be sent a second time: every question needs another.
  const { frame, told, complaints } = await pages.open(panel, { ...reader, lifetimeSeconds: 5 });
  await frame.getByRole('heading', { level: 1, name }).waitFor();
  await frame.locator('ol > li').first().waitFor();
  expect((await told()).filter(({ type }) => type === 'convot.token-needed').length).toBeGreaterThan(0);
  expect(await frame.getByRole('alert').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('so is one that the api refuses', async () => {
  const { frame, send, told, complaints } = await pages.open(panel, reader);
  await frame.getByRole('heading', { level: 1, name }).waitFor();
  expect(await told()).toEqual([{ type: 'convot.ready' }]);
  const claims = { org: ORGANIZATION, role: 'agent', sub: 'user_agent' };
  await send({ type: 'convot.token', token: await accessToken({ ...claims, aud: 'another service' }) });
  const other = demo.all.at(1);
  await send({ type: 'convot.shop', domain: other?.myshopifyDomain ?? '' });
  await frame.getByRole('heading', { level: 1, name: other?.name ?? '' }).waitFor();
  expect(await told()).toContainEqual({ type: 'convot.token-needed' });
  expect(complaints).toEqual([]);
});

test('without another token the session is over, and goes on with the next', async () => {
  const { frame, page, send, complaints } = await pages.open('/panel', { ...reader, lifetimeSeconds: 5 });
  await frame.getByRole('heading', { level: 1 }).waitFor();
  // From here on this host has none to give.
  await page.evaluate('window.nextToken = () => new Promise(() => undefined)');
  await send({ type: 'convot.shop', domain: panel.split('=')[1] ?? '' });
  await frame.getByText('Your session has ended. Open this page from Convot again.').first().waitFor();
  const claims = { org: ORGANIZATION, role: 'agent', sub: 'user_agent' };
  await send({ type: 'convot.token', token: await accessToken(claims) });
  await frame.getByRole('button', { name: 'Try again' }).click();
  await frame.getByRole('heading', { level: 1, name }).waitFor();
  expect(complaints).toEqual([]);
});

test('another user’s token takes away what was shown', async () => {
  const { frame, send, complaints } = await pages.open(panel, reader);
  await frame.getByRole('heading', { level: 1, name }).waitFor();
  const token = await accessToken({ org: 'org_other', role: 'agent', sub: 'user_other' });
  await send({ type: 'convot.token', token });
  await frame.getByRole('heading', { name: 'Shopify isn’t connected' }).waitFor();
  expect(await frame.getByText(name).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('messages of other windows and other origins are not heeded', async () => {
  const { frame, page, send, complaints } = await pages.open(panel, reader);
  await frame.getByRole('heading', { level: 1, name }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const stranger = pages.hostOrigin.replace('127.0.0.1', 'localhost');
  // One of the host's own origin, and one of another; neither is the window that embeds the panel.
  for (const source of [pages.hostOrigin, stranger]) {
    await page.evaluate(`new Promise((done) => {
      const other = document.createElement('iframe');
      other.onload = done;
      other.src = ${JSON.stringify(source)};
      document.body.append(other);
    })`);
    const other = page.frames().at(-1);
    await other?.evaluate(`parent.frames[0].postMessage({ type: 'convot.shop', domain: 'heeded.myshopify.com' }, '*')`);
    await other?.evaluate(`parent.frames[0].postMessage({ type: 'convot.token', token: 'heeded' }, '*')`);
  }
  await send({ type: 'convot.unknown' });
  const last = demo.all.at(1);
  await send({ type: 'convot.shop', domain: last?.myshopifyDomain ?? '' });
  await frame.getByRole('heading', { level: 1, name: last?.name ?? '' }).waitFor();
  expect(asked.filter((url) => url.includes('heeded'))).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a host that is not allowed cannot embed a page', async () => {
  const { frame, page, complaints } = await pages.open(panel, reader);
  const address = frame.url();
  await page.goto(pages.hostOrigin.replace('127.0.0.1', 'localhost'));
  await page.evaluate(`host.embed(${JSON.stringify(address)})`);
  await waitFor('the browser to refuse', () => complaints.some((text) => text.includes('frame-ancestors')));
  expect(await page.evaluate('host.told')).toEqual([]);
});

test('of conversations that are switched quickly only the last is shown, and what was asked before is cancelled', async () => {
  const [before, ...next] = demo.all.filter(isPaying).slice(0, 4);
  const last = next.at(-1);
  if (before === undefined || last === undefined) throw new Error('There are too few.');
  const { frame, page, send, complaints } = await shown(before);
  const cancelled: string[] = [];
  page.on('requestfailed', (request) => cancelled.push(new URL(request.url()).pathname));
  await whileLocked(pages.installation.sql, ['merchants', 'sync_status'], async () => {
    for (const { myshopifyDomain } of next) {
      const asked = page.waitForRequest((request) => request.url().endsWith(`/v1/merchants/${myshopifyDomain}`));
      await send({ type: 'convot.shop', domain: myshopifyDomain });
      await asked;
    }
    expect(await frame.getByRole('heading', { level: 1 }).count()).toBe(0);
    await waitFor('the requests before to be cancelled', () =>
      next.slice(0, -1).every(({ myshopifyDomain }) => cancelled.includes(`/v1/merchants/${myshopifyDomain}`)),
    );
  });
  await frame.getByRole('heading', { level: 1, name: last.name }).waitFor();
  expect(cancelled).not.toContain(`/v1/merchants/${last.myshopifyDomain}`);
  expect(await frame.title()).toBe(`${last.name} — Merchant`);
  expect(frame.url()).toContain(last.myshopifyDomain);
  expect(complaints).toEqual([]);
});

test('all that is asked for is asked for at once', async () => {
  const merchant = demo.find('paying', isPaying);
  const path = `/v1/merchants/${merchant.myshopifyDomain}`;
  const { frame, page, complaints } = await shown(merchant);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await whileLocked(pages.installation.sql, ['merchants', 'sync_status'], async () => {
    await frame.goto(frame.url());
    // None of the four is answered yet.
    await waitFor('four requests', () =>
      [path, `${path}/history`, `${path}/corrections`, '/v1/connections'].every((wanted) => asked.includes(wanted)),
    );
  });
  await frame.getByRole('heading', { level: 1, name: merchant.name }).waitFor();
  expect(complaints).toEqual([]);
});

test('what has not changed is not sent again', async () => {
  const [one, other] = demo.all.filter(isPaying);
  if (one === undefined || other === undefined) throw new Error('There are too few.');
  const { frame, page, send, complaints } = await shown(one);
  let unchanged = 0;
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith(one.myshopifyDomain) && response.status() === 304) unchanged += 1;
  });
  // What was read within the last second is not asked for again.
  await waitFor('an answer without a body', async () => {
    for (const { myshopifyDomain, name } of [other, one]) {
      await send({ type: 'convot.shop', domain: myshopifyDomain });
      // The next message would cancel what this one asks for, and with it the answer that is waited for.
      await frame.getByRole('heading', { level: 1, name }).waitFor();
    }
    return unchanged > 0;
  });
  expect(complaints).toEqual([]);
});

test('“View in Revenue” is the host’s to open', async () => {
  const merchant = demo.find('paying', isPaying);
  const { frame, told, complaints } = await shown(merchant);
  await frame.getByRole('button', { name: 'View in Revenue' }).click();
  const message = { type: 'convot.open', page: 'revenue', domain: merchant.myshopifyDomain };
  await waitFor('the host to be told', async () => (await told()).some(({ type }) => type === 'convot.open'));
  expect(await told()).toContainEqual(message);
  expect(complaints).toEqual([]);
});

describe('in development', () => {
  let site: string;

  beforeAll(async () => {
    const port = await freePort();
    site = `http://127.0.0.1:${port}`;
    // Without a key of Convot's, this checkout's own sign the tokens.
    const auth = { AUTH_PUBLIC_KEY: '', AUTH_ISSUER: '', AUTH_AUDIENCE: '' };
    await pages.installation.startApi({ ...auth, PORT: String(port), FRAME_ANCESTORS: site });
  }, 60_000);

  test.each(['Owner', 'Admin', 'Agent'])('one signs in as %s, and goes through the inbox', async (role) => {
    const context = await browser.context({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(`${site}/dev/inbox`);
    // Nobody yet: the sign-in page, which leads back.
    await page.getByRole('button', { name: role }).click();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await page.getByText(`${role.toLowerCase()}: Sign in as someone else`).waitFor();

    const inbox = page.frameLocator('iframe');
    for (const place of [1, 3]) {
      const conversation = page.getByRole('navigation', { name: 'Conversations' }).getByRole('button').nth(place);
      const shown = await conversation.locator('strong').innerText();
      await conversation.click();
      await inbox.getByRole('heading', { level: 1, name: shown }).waitFor();
      expect(await conversation.getAttribute('aria-current')).toBe('true');
    }
    expect(await violations(page.mainFrame())).toEqual([]);
    await page.getByRole('button', { name: 'Someone without a shop' }).click();
    await inbox.getByRole('heading', { name: 'No Shopify merchant linked' }).waitFor();
    await page.goBack();
    await inbox.getByRole('button', { name: 'View in Revenue' }).click();
    await page.waitForURL(/\/revenue\?merchant=.+\.myshopify\.com$/);
    expect(complaints).toEqual([]);
  });

  test.each(['/.//elsewhere.example/', '//elsewhere.example/', 'http://'])(
    'signing in leads to no other site, though the address says %s',
    async (next) => {
      const page = await (await browser.context()).newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(`${site}/dev/sign-in?${new URLSearchParams({ next }).toString()}`);
      await page.getByRole('button', { name: 'Agent' }).click();
      await page.waitForURL((url) => url.pathname !== '/dev/sign-in');
      expect(new URL(page.url()).origin).toBe(site);
    },
  );

  test('outside of a host the panel leads to the other pages by links', async () => {
    const context = await browser.context();
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.request.post(`${site}/dev/sign-in`, { data: { organizationId: ORGANIZATION, role: 'owner' } });
    await page.goto(`${site}${panel}`);
    const link = page.getByRole('link', { name: 'View in Revenue' });
    expect(await link.getAttribute('href')).toBe(`/revenue?merchant=${panel.split('=')[1] ?? ''}`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(name);
    expect(complaints).toEqual([]);
  });
});
