import { readdirSync, readFileSync } from 'node:fs';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { sendAhead } from '../support/servers/send-ahead.js';
import { accessToken } from '../support/servers/tokens.js';
import { waitFor } from '../support/servers/wait-for.js';

/* More than an api can do, and clients that do not take what they asked for. Figures are printed, as of this machine. */
const CALLS = 1_000;

// The figures are what an operator reads; how busy the machine was decides about them, so that none is asserted.
// eslint-disable-next-line no-console
const report = (line: string) => console.log(line);

const installation = useInstallation();

interface Timed {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly ms: number;
}

async function timed(url: string, method: string, token?: string): Promise<Timed> {
  const startedMs = performance.now();
  const answer = await fetch(url, { method, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    ms: Math.round(performance.now() - startedMs),
  };
}

function inWords(answers: readonly Timed[]): string {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
  return `${sorted.length} (p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms)`;
}

async function running() {
  const process = await installation.startApi();
  const url = `http://127.0.0.1:${/"port":(\d+)/.exec(process.output())?.[1] ?? ''}`;
  const files = () => readdirSync(`/proc/${String(process.pid)}/fd`).length;
  const megabytes = () =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(process.pid)}/status`, 'utf8'))?.[1]) / 1024);
  return { process, url, files, megabytes };
}

test('a thousand syncs asked for at once are begun or refused at once, and health is answered meanwhile', async () => {
  const { url } = await running();
  const account = new PartnerAccount(installation, { transactions: 1, events: 1 });
  await account.connect();
  const token = await accessToken({ org: account.organizationId });
  const path = `${url}/v1/connections/${account.connectionId}/sync`;
  await timed(path, 'POST', token);
  const health: Timed[] = [];
  const asking = Promise.all(Array.from({ length: CALLS }, () => timed(path, 'POST', token)));
  let answers: Timed[] | undefined;
  while (answers === undefined) {
    const asked = timed(`${url}/healthz`, 'GET');
    answers = await Promise.race([asking, asked.then(() => undefined)]);
    health.push(await asked);
  }
  const accepted = answers.filter(({ status }) => status === 202);
  const refused = answers.filter(({ status }) => status === 503);
  report(`begun ${inWords(accepted)}, refused ${inWords(refused)}, health ${inWords(health)}`);
  expect(accepted.length + refused.length).toBe(CALLS);
  expect(accepted.length).toBeGreaterThan(0);
  for (const { retryAfter } of refused) expect(retryAfter).toMatch(/^[1-9]\d*$/);
  expect(health.every(({ status }) => status === 200)).toBe(true);
  // It is as quick as before once they are over.
  expect((await timed(path, 'POST', token)).status).toBe(202);
}, 120_000);

test('a thousand clients that read nothing keep nobody out, and are let go of', async () => {
  const { url, files, megabytes } = await running();
  const token = await accessToken();
  await timed(`${url}/v1/connections`, 'GET', token);
  const [filesBefore, megabytesBefore] = [files(), megabytes()];
  const paths = ['/docs/swagger-ui-bundle.js', '/openapi.json', '/v1/merchants.csv', '/v1/revenue?range=12m'];
  const clients = await Promise.all(
    Array.from({ length: CALLS }, (_, index) => sendAhead(url, paths[index % paths.length] ?? '', 1, token)),
  );
  const startedMs = performance.now();
  const health = [await timed(`${url}/healthz`, 'GET'), await timed(`${url}/readyz`, 'GET')];
  report(`${files()} files, ${megabytes()} MB after ${filesBefore} and ${megabytesBefore}; health ${inWords(health)}`);
  expect(health.map(({ status }) => status)).toEqual([200, 200]);
  // They stay, and read nothing.
  await waitFor('their connections to be cut', () => files() <= filesBefore + 10, { timeoutMs: 150_000 });
  report(`let go of after ${Math.round((performance.now() - startedMs) / 1000)} s`);
  for (const { socket } of clients) socket.destroy();
}, 240_000);
