import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { MerchantMessage } from '../../src/api/schemas/webhooks.js';
import { paths } from '../../src/process/paths.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN, demoWorld } from '../../src/simulator/worlds/demo/demo-world.js';
import { instantFromMs } from '../../src/values/instant.js';
import { useBrowser } from '../support/pages/browser.js';
import { PATIENCE_MS } from '../support/pages/pages.js';
import { blocksOf } from '../support/run/document-blocks.js';
import { type Running, useShell } from '../support/run/shell.js';
import { freePort } from '../support/servers/free-port.js';
import { useInstallation } from '../support/servers/installation.js';

/*
 * docs/integrate.md, typed as it stands, from an empty folder. Only the ports are others, and `npm ci && npm start` is the
 * installation of the test. The tests follow one another.
 */
const settings: NodeJS.ProcessEnv = {};
const installation = useInstallation(settings);
const browser = useBrowser();
const shell = useShell();
const left = blocksOf('docs/integrate.md').filter(({ language }) => language === 'sh');
let ports: Readonly<Record<'3000' | '3100' | '3200' | '4001', string>>;
let reader: Running;
let receiver: Running;

beforeAll(async () => {
  // The checkout, but for what the reader would write into it.
  const checkout = join(shell.folder, 'convot-partner-sync');
  mkdirSync(checkout);
  for (const name of ['package.json', 'dist']) symlinkSync(join(paths.root, name), join(checkout, name));
  cpSync(join(paths.root, 'examples'), join(checkout, 'examples'), { recursive: true });
  const { world, clock, controlUrl } = installation.simulator;
  const demo = demoWorld({ seed: 'demo', anchor: instantFromMs(clock()) }).found(DEMO_ORGANIZATION_ID);
  const organization = world.found(DEMO_ORGANIZATION_ID);
  organization.issue(DEMO_TOKEN);
  organization.ledger.load([...demo.ledger.transactions.all, ...demo.ledger.allEvents()]);
  const port = async () => String(await freePort());
  ports = { 3000: await port(), 3100: await port(), 3200: await port(), 4001: new URL(controlUrl).port };
  await shell.run(`export SIMULATOR_CONTROL_URL=${controlUrl} npm_config_prefer_offline=true npm_config_fund=false`);
}, 120_000);

/** The page's next block, as it is to be typed here. */
function nextBlock(beginning: string): string {
  const code = left.shift()?.code ?? '';
  if (!code.startsWith(beginning)) throw new Error(`The page goes on with:\n${code}`);
  return code.replaceAll(/(?<=localhost:)(3000|3100|3200|4001)\b/g, (port) => ports[port as keyof typeof ports]);
}

const merchants = () =>
  JSON.parse(readFileSync(join(shell.folder, 'convot/merchants.json'), 'utf8')) as {
    merchants: Readonly<Record<string, { myshopifyDomain: string; apps: readonly { detail: string | null }[] }>>;
  };

test('the service is started with what the page sets', async () => {
  const block = nextBlock('npm ci\n')
    .replace(/^npm ci$/m, 'cd convot-partner-sync')
    .replace('npm start', 'env');
  const printed = await shell.run(block);
  for (const name of ['CONVOT_WEBHOOK_SECRET', 'CONVOT_WEBHOOK_URL', 'FRAME_ANCESTORS', 'SYNC_INTERVAL']) {
    settings[name] = new RegExp(`^${name}=(.+)$`, 'm').exec(printed)?.[1];
    expect([name, settings[name]]).toEqual([name, expect.any(String)]);
  }
  // Without a key of Convot's, the checkout's own sign the tokens, as with `npm start`.
  Object.assign(settings, { AUTH_PUBLIC_KEY: '', AUTH_ISSUER: '', AUTH_AUDIENCE: '', PORT: ports[3000] });
  await installation.startApi();
  await installation.startWorker('worker/main.js', { PORT: '0' });
  await shell.run('cd ..');
}, 120_000);

test('the client is installed in an empty folder', async () => {
  await shell.run(nextBlock('mkdir convot'));
}, 120_000);

test('an account is connected and synced', async () => {
  await shell.run(nextBlock('export PARTNER_SYNC_URL'));
  const printed = await shell.run(nextBlock('export PARTNER_ORGANIZATION'));
  expect(printed).toMatch(/connected, idle: [1-9]\d* rows$/);
}, 120_000);

test('the list of an inbox is looked up', async () => {
  const lines = (await shell.run(nextBlock('npx tsx examples/first-hour/inbox.ts'))).split('\n');
  expect(lines).toHaveLength(11);
  expect(lines[0]).toMatch(/^\S+\.myshopify\.com +.+, (active|frozen|trialing), [\d.]+ [A-Z]{3}/);
  expect(lines[9]).toMatch(/^somebody-else\.myshopify\.com +not a merchant of ours$/);
});

test('the panel is beside the conversation that is open', async () => {
  const host = await shell.start(
    `export PORT=${ports[3100]}\n${nextBlock('npx tsx examples/first-hour/serve-host.ts')}`,
  );
  await host.printed(/Open http/);
  // Under any other name it hands out nothing.
  expect((await fetch(`http://127.0.0.1:${ports[3100]}/token`)).status).toBe(403);
  const context = await browser.context({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`http://localhost:${ports[3100]}`);
  const panel = page.frameLocator('iframe');
  const name = panel.getByRole('heading', { level: 1 });
  await name.waitFor();
  const before = await name.innerText();
  await page.getByRole('button').nth(1).click();
  await name.filter({ hasNotText: before }).waitFor();
});

test('the reader has every merchant', async () => {
  reader = await shell.start(nextBlock('npx tsx examples/reader/main.ts'));
  await reader.printed(/^0 changes, \d+ merchants/m);
  const [{ count } = { count: 0 }] = await installation.sql<{ count: number }[]>`
    select count(*)::integer as count from merchants
  `;
  expect(Object.keys(merchants().merchants)).toHaveLength(count);
}, 60_000);

test('a merchant that leaves is told to the receiver, and changes what the reader has', async () => {
  const listening = nextBlock('npx tsx --env-file');
  receiver = await shell.start(`export PORT=${ports[3200]}\n${listening}`);
  await receiver.printed(/Listening/);
  const printed = await shell.run(nextBlock('npx tsx examples/first-hour/lose-merchant.ts'));
  const domain = /^\S+/.exec(printed)?.[0] ?? '';
  await receiver.printed(
    new RegExp(`^org_first_hour: ${domain} has left, “too expensive”, [\\d.]+ [A-Z]{3} a month`, 'm'),
  );
  await reader.printed(/^1 changes, /m);
  const left = Object.values(merchants().merchants).find(({ myshopifyDomain }) => myshopifyDomain === domain);
  expect(left?.apps.map(({ detail }) => detail)).toContain('uninstalled');
  const [line = ''] = readFileSync(join(shell.folder, 'convot/messages.jsonl'), 'utf8').split('\n');
  const { id, ...message } = JSON.parse(line) as { id: string };
  expect(id).toMatch(/^msg_/);
  expect(MerchantMessage.parse(message).data.myshopifyDomain).toBe(domain);
}, 120_000);

test('nothing else is to be typed', () => {
  expect(left).toEqual([]);
});
