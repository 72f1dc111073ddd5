import { PartnerAccount } from '../support/accounts/partner-account.js';
import { TracesOf } from '../support/database/traces-of.js';
import { useInstallation } from '../support/servers/installation.js';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../support/servers/otlp-receiver.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * From Connect to the first stored page: one trace, through api, Temporal and worker, at a collector. The tests follow one
 * another.
 */
// Sent when a process ends, too; until then soon, so that nobody has to wait.
const env: NodeJS.ProcessEnv = { OTEL_BSP_SCHEDULE_DELAY: '100' };
const installation = useInstallation(env);
let collector: OtlpReceiver;
let account: PartnerAccount;

beforeAll(async () => {
  collector = await startOtlpReceiver();
  Object.assign(env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  account = new PartnerAccount(installation, { transactions: 30, events: 60 });
  await Promise.all([installation.startApi(), installation.startWorker()]);
}, 120_000);
afterAll(() => collector.close());

const CONNECT = 'POST /v1/connections';
const STORED = 'insert transactions';
const named = (name: string) => collector.spans().filter((span) => span.name === name);
const traceOf = ({ traceId }: ReceivedSpan) => collector.spans().filter((span) => span.traceId === traceId);

const isWhole = (spans: readonly ReceivedSpan[]) => {
  const ids = new Set(['', ...spans.map(({ spanId }) => spanId)]);
  return spans.every(({ parentSpanId = '' }) => ids.has(parentSpanId));
};

/** The trace that Connect began, once the first page is stored in it and nothing of it is on its way. */
async function connectTrace(): Promise<ReceivedSpan[]> {
  const find = () =>
    named(CONNECT)
      .map(traceOf)
      .find((spans) => spans.some(({ name }) => name === STORED) && isWhole(spans));
  await waitFor('the trace of Connect', () => find() !== undefined);
  return find() ?? [];
}

test('one trace leads from Connect to the first stored page', async () => {
  installation.simulator.faults.set([
    { when: { alias: 'page0', requests: [1] }, effect: { kind: 'http', status: 500, body: account.token } },
  ]);
  await account.connect();
  await account.backfilled();
  const spans = await connectTrace();
  const roots = spans.filter(({ parentSpanId = '' }) => parentSpanId === '');
  expect(roots.map(({ name }) => name)).toEqual([CONNECT]);
  const names = spans.map(({ name }) => name);
  for (const name of [
    'signal reconnect',
    'syncConnection',
    'partner api request',
    'insert transactions',
    'transaction',
  ])
    expect(names).toContain(name);
  const parentOf = (name: string) => {
    const child = spans.find((span) => span.name === name);
    return spans.find(({ spanId }) => spanId === child?.parentSpanId)?.name;
  };
  expect(parentOf('syncConnection')).toBe('signal reconnect');
  expect(parentOf(STORED)).toBe('transaction');
}, 120_000);

test('a later sync is a trace of its own, and the lines of both name it', async () => {
  const [connected] = await connectTrace();
  const organization = installation.simulator.world.found(account.partnerOrganizationId);
  organization.revoke(account.token);
  await account.call('POST', `/${account.connectionId}/sync`);
  const refused = () =>
    named('POST /v1/connections/{connectionId}/sync')
      .flatMap(traceOf)
      .find(({ name, status }) => name === 'syncConnection' && status.code === 2);
  await waitFor('the trace of the sync that is refused', () => refused() !== undefined);
  const traceId = refused()?.traceId ?? '-';
  expect(traceId).not.toBe(connected?.traceId);
  const lines = installation.started.flatMap((process) => process.output().split('\n'));
  const said = (ofTrace = '-', words: string) =>
    lines.some((line) => line.includes(`"trace_id":"${ofTrace}"`) && line.includes(words));
  expect(said(connected?.traceId, '"route":"/v1/connections"')).toBe(true);
  expect(said(traceId, 'an activity failed')).toBe(true);
}, 60_000);

test('what went wrong is a code, and no span holds a token, a shop, a statement or a value', async () => {
  await Promise.all(installation.started.map((process) => process.end('SIGTERM')));
  const spans = collector.spans();
  expect(spans.filter(({ status }) => status.code === 2).length).toBeGreaterThan(0);
  for (const { status, events } of spans) expect([status.message ?? '', events ?? []]).toEqual(['', []]);
  const keys = new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
  expect([...keys].sort()).toEqual([
    ...['attempt', 'db.system.name', 'error.type', 'http.request.method', 'http.response.status_code', 'http.route'],
  ]);
  const everything = Buffer.concat(collector.bodies);
  expect(everything.includes('partner api request')).toBe(true);
  expect(new TracesOf(account.token).in(everything)).toBe(false);
  for (const secret of ['myshopify.com', account.organizationId, account.connectionId, ' where ', 'organization_id'])
    expect([secret, everything.includes(secret)]).toEqual([secret, false]);
}, 60_000);
