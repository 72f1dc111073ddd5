import { FaultedAccount } from '../../../test/support/accounts/faulted-account.js';
import type { FaultRuleInput } from '../../simulator/faults/script.js';

let faulted: FaultedAccount;

beforeAll(async () => {
  faulted = await FaultedAccount.start();
  await faulted.untilOk();
  await faulted.untilOk(); // with the first sweep
});
afterAll(() => faulted.close());

beforeEach(async () => {
  faulted.heal();
  await hoursPass(25);
  // Another installation's connection has asked for versions today.
  await faulted.account.sql`
    insert into api_version_check (begun_at, own_version) values (now(), '2026-07')
    on conflict (single) do update set begun_at = now()
  `;
});

/** By the database it was connected, and its permissions asked for, so much longer ago. */
async function hoursPass(hours: number): Promise<void> {
  const { sql } = faulted.account;
  await sql`update connections set connected_at = connected_at - ${hours} * interval '1 hour'`;
  await sql`
    update sync_status
    set permissions_probed_at = permissions_probed_at - ${hours} * interval '1 hour',
        probes_begun_at = probes_begun_at - ${hours} * interval '1 hour',
        waiting_until = null
  `;
}

/** One sync: how it ends, and for which permissions it asked alone. */
async function sync(): Promise<{ end: string; probed: string[] }> {
  const { log } = faulted.account.simulator;
  log.clear();
  const end = await faulted.account.sync().then(
    (result) => result.end.outcome,
    (error: unknown) => {
      const { code, permission } = (error as { cause: { code: string; permission?: string } }).cause;
      return [code, ...(permission === undefined ? [] : [permission])].join(' ');
    },
  );
  const fields = log.list().flatMap((request) => request.fields);
  return { end, probed: fields.flatMap(({ alias, field }) => (alias === 'probe' ? [field] : [])) };
}

const BOTH = ['transactions', 'events'];

test('each permission is asked for by itself once a day, and not with every cycle', async () => {
  expect(await sync()).toEqual({ end: 'ok', probed: BOTH });
  expect(await sync()).toEqual({ end: 'ok', probed: [] });
  await hoursPass(23);
  expect(await sync()).toEqual({ end: 'ok', probed: [] });
  await hoursPass(2);
  expect(await sync()).toEqual({ end: 'ok', probed: BOTH });
});

test('connecting has asked for both: what is connected anew is not asked for again', async () => {
  await faulted.account.sql`update connections set connected_at = now()`;
  expect(await sync()).toEqual({ end: 'ok', probed: [] });
});

test.each([
  ['view_financials', 'transactions'],
  ['manage_apps', 'events'],
] as const)(
  '%s, lost where no page shows it, is named; one failure that is over when the next sync reads',
  async (...of) => {
    const [permission, field] = of;
    faulted.faults({ when: { alias: 'probe', field }, effect: { kind: 'graphql_error', code: 'ACCESS_DENIED' } });
    expect((await sync()).end).toBe(`permission_missing ${permission}`);
    expect(await sync()).toEqual({ end: 'ok', probed: [] });
  },
);

test.each<[string, string, 'view_financials' | 'manage_apps']>([
  ['view_financials', 'transactions', 'manage_apps'],
  ['manage_apps', 'events', 'view_financials'],
])('%s, lost at Shopify, is named after each refusal', async (permission, field, kept) => {
  const { organization } = faulted;
  const token = 'prtapi_test_faults_000000000000001';
  organization.issue(token, [kept]);
  try {
    for (let count = 0; count < 2; count += 1) {
      const { end, probed } = await sync();
      expect(end).toBe(`permission_missing ${permission}`);
      expect(probed).toContain(field);
    }
  } finally {
    organization.issue(token);
  }
  expect((await sync()).end).toBe('ok');
});

const OTHERS: [string, FaultRuleInput['effect']][] = [
  ['Shopify fails', { kind: 'internal_error' }],
  ['it answers with an error of its own', { kind: 'graphql_error', code: 'SERVICE_UNAVAILABLE' }],
  ['it refuses without a word of access, though the pages came', { kind: 'permission_denied' }],
  ['the connection is cut', { kind: 'reset' }],
  ['the version is gone', { kind: 'http', status: 404 }],
  ['a proxy stands in between', { kind: 'http', status: 403, headers: { 'content-type': 'text/html' } }],
  ['the body is none', { kind: 'http', status: 200, body: 'hello' }],
];

test.each(OTHERS)('%s: a probe that fails so says nothing of permissions', async (_, effect) => {
  faulted.faults({ when: { alias: 'probe' }, effect });
  expect((await sync()).end).toBe('ok');
  expect(faulted.fired()).toBeGreaterThan(0);
  expect((await faulted.view()).error).toBeNull();
});

test.each<[string, string, FaultRuleInput['effect']]>([
  ['is an outage', 'ok', { kind: 'internal_error' }],
  ['is told to wait', 'more', { kind: 'throttle', retryAfter: '300' }],
])(
  'a probe that %s is sent again an hour later, not with every cycle, nor only the next day',
  async (_, end, effect) => {
    faulted.faults({ when: { alias: 'probe', times: 1 }, effect });
    expect((await sync()).end).toBe(end);
    expect(faulted.fired()).toBe(1);
    await hoursPass(0.9);
    expect(await sync()).toEqual({ end: 'ok', probed: [] });
    await hoursPass(0.2);
    expect(await sync()).toEqual({ end: 'ok', probed: BOTH });
    await hoursPass(23);
    expect(await sync()).toEqual({ end: 'ok', probed: [] });
  },
);

test('refused once and answered two seconds later it is there', async () => {
  faulted.faults({ when: { alias: 'probe', times: 1 }, effect: { kind: 'graphql_error', code: 'ACCESS_DENIED' } });
  expect((await sync()).end).toBe('ok');
});

test('nothing is asked while Shopify wants patience, nor by a sync that may not run', async () => {
  faulted.faults({ effect: { kind: 'throttle', retryAfter: '300' } });
  expect(await sync()).toEqual({ end: 'more', probed: [] });
  faulted.heal();
  expect(await sync()).toEqual({ end: 'more', probed: [] });
  await hoursPass(0);
  await faulted.account.sql`update connections set status = 'error'`;
  expect(await sync()).toEqual({ end: 'error', probed: [] });
  await faulted.account.sql`update connections set status = 'connected'`;
  expect(await sync()).toEqual({ end: 'ok', probed: BOTH });
});

test('after one app was refused it is asked for sooner, but not with every cycle', async () => {
  await sync();
  await hoursPass(2);
  faulted.faults({ when: { appNumber: '4000001' }, effect: { kind: 'graphql_error' } });
  expect(await sync()).toEqual({ end: 'ok', probed: BOTH });
  expect(await sync()).toEqual({ end: 'ok', probed: [] });
});
