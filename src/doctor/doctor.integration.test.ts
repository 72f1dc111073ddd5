import { MockActivityEnvironment } from '@temporalio/testing';
import { SweptAccount } from '../../test/support/accounts/swept-account.js';
import { createDoctorActivities } from '../activities/check-organizations.js';
import type { DoctorActivities } from '../contract/doctor-activities.js';
import { connectPostgres } from '../postgres/client.js';
import type { Sql } from '../postgres/sql.js';
import { createLogger } from '../process/log.js';
import { checkInstallation } from './check-installation.js';
import { checkOrganization } from './check-organization.js';
import { listOrganizations } from './organizations.js';
import { readReport } from './report.js';

let account: SweptAccount;
let worker: Sql;

beforeAll(async () => {
  account = await SweptAccount.start();
  await account.sweepOnce();
  worker = connectAsWorker();
});
afterAll(async () => {
  await worker.end();
  await account.close();
});

const connectAsWorker = () =>
  connectPostgres(account.account.databaseUrl, { applicationName: 'test', role: 'convot_worker', max: 1 });
const printed = (lines: readonly { level: string; text: string }[]) =>
  lines.map(({ level, text }) => `${level.padEnd(4)}  ${text}`);

test('the doctor tells when a connection was compared, what differed, and the figures that are others by it', async () => {
  const row = account.ledger.allEvents().find(({ type }) => type === 'SUBSCRIPTION_CHARGE_ACTIVATED');
  if (row?.charge == null) throw new Error('the account has no charge');
  account.ledger.put({ ...row, charge: { ...row.charge, amount: { amount: '1000.00', currencyCode: 'USD' } } });
  await account.walkIsDue();
  await account.syncUntilOk();
  const [organization] = await listOrganizations(worker);
  if (organization === undefined) throw new Error('there is no organization');
  const { lines, isWhole } = await checkOrganization(worker, organization, performance.now() + 60_000);
  const { connectionId } = account.account.key;
  expect(isWhole).toBe(true);
  const said = printed(lines);
  expect(said[0]).toMatch(
    new RegExp(
      `^note  org_test: ${connectionId}: verified on \\d{4}-\\d\\d-\\d\\d, \\d+ rows compared, 1 had changed$`,
    ),
  );
  expect(said.slice(1).join('\n')).toMatch(
    new RegExp(`^note {4}${row.shop.myshopifyDomain}, gid://partners/App/\\d+: mrr since .* is 1000.00 USD$`, 'm'),
  );
});

test('the doctor says by what a connection asked whether the API version can be raised', async () => {
  const { simulator, sql } = account.account;
  simulator.settings.versions = [
    { handle: '2026-07', supported: true },
    { handle: '2026-10', supported: true, without: ['AppSubscription.billingOn'] },
  ];
  await sql`update connections set connected_at = now() - interval '25 hours'`;
  await account.syncUntilOk();
  const installation = { sql: worker, apiVersion: '2026-07', certificates: [] };
  const said = printed(await checkInstallation(installation));
  expect(said[0]).toBe('ok    Partner API 2026-07: supported until 2027-07-01 at least');
  expect(said[1]).toMatch(
    /^warn {2}PARTNER_API_VERSION cannot be raised to 2026-10: it refuses app events \(edges › .* › charge › billingOn\)/,
  );
});

test('the doctor tells of which merchants Shopify states something else, for people and for programs', async () => {
  const { sql, key } = account.account;
  const [one, other] = await sql<{ appNumber: string; shopNumber: string; plan: string }[]>`
    update merchant_apps set status = 'active', plan = 'Pro'
    where (app_number, shop_number) in (select app_number, shop_number from merchant_apps order by 1, 2 limit 2)
    returning app_number, shop_number, plan
  `;
  if (one === undefined || other === undefined) throw new Error('there are no two merchants');
  const raw = { items: [{ description: 'Gold' }] };
  for (const [outcome, { appNumber, shopNumber }] of [
    ['stated', one],
    ['none', other],
  ] as const) {
    await sql`
      insert into subscription_looks (organization_id, connection_id, app_number, shop_number, looked_at, outcome)
      values (${key.organizationId}, ${key.connectionId}, ${appNumber}, ${shopNumber}, now(), ${outcome})
      on conflict (organization_id, connection_id, app_number, shop_number) do update
        set looked_at = excluded.looked_at, outcome = excluded.outcome
    `;
  }
  await sql`
    insert into subscription_answers (organization_id, connection_id, app_number, shop_number, observed_at, raw)
    values (${key.organizationId}, ${key.connectionId}, ${one.appNumber}, ${one.shopNumber}, now(), ${sql.json(raw)})
  `;
  await sql`delete from merchant_marks`;
  const [organization] = await listOrganizations(worker);
  if (organization === undefined) throw new Error('there is no organization');
  const { lines } = await checkOrganization(worker, organization, performance.now() + 60_000);
  const line = lines.find(({ text }) => text.includes('Shopify states something else of 2'));
  expect(line).toMatchObject({ level: 'note' });
  expect(line?.details).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        shopNumber: one.shopNumber,
        differences: [{ what: 'plan', stated: 'Gold', derived: 'Pro' }],
      }),
      expect.objectContaining({
        shopNumber: other.shopNumber,
        differences: [{ what: 'status', stated: 'no contract', derived: 'active' }],
      }),
    ]),
  );
  expect(printed(lines)).toContainEqual(expect.stringMatching(/^note {4}.*: plan is stated Gold, derived Pro$/));
});

test('an organization that there is no time for is left', async () => {
  const [organization] = await listOrganizations(worker);
  if (organization === undefined) throw new Error('there is no organization');
  const { lines, isWhole } = await checkOrganization(worker, organization, performance.now());
  expect({ lines, isWhole }).toEqual({ lines: [], isWhole: false });
});

test('once a day a worker looks at all of it, keeps the counts, and names no shop in its log', async () => {
  const { sql } = account.account;
  let logged = '';
  const activities = createDoctorActivities({
    sql: worker,
    openPatient: connectAsWorker,
    apiVersion: '2026-07',
    certificates: [],
    logger: createLogger('test', 'info', { write: (line: string) => void (logged += line) }),
  });
  const check = async () => {
    const part = new MockActivityEnvironment().run(
      (after: string | null) => activities.checkOrganizations(after),
      null,
    );
    const { next, ...checked } = await (part as ReturnType<DoctorActivities['checkOrganizations']>);
    expect(next).toBeNull();
    return checked;
  };
  const well = await check();
  expect(well).toMatchObject({ checked: 1, unfinished: 0, failures: 0 });
  await activities.noteReport('2026-11-02T03:17:00.000Z', well);
  expect(await readReport(worker)).toMatchObject({ ...well, wholeAt: expect.any(String) as string });

  await sql`update merchant_apps set rules_version = 0`;
  const ill = await check();
  expect(ill).toMatchObject({ checked: 1, unfinished: 0, failures: 1 });
  expect(JSON.parse(logged.trim().split('\n').at(-1) ?? '')).toMatchObject({ organizationId: 'org_test', failures: 1 });
  expect(logged).not.toContain('myshopify');
  // One that began earlier and ends later says nothing.
  await activities.noteReport('2026-11-03T03:17:00.000Z', { ...ill, unfinished: 1 });
  await activities.noteReport('2026-11-02T03:17:00.000Z', well);
  const report = await readReport(worker);
  expect(report).toMatchObject({ failures: 1, unfinished: 1 });
  expect(report?.wholeAt).not.toBe(report?.endedAt);
});
