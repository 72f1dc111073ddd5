import type { FaultRuleInput } from '../../simulator/faults/script.js';
import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import { SmallWorld } from '../../simulator/testing-world.js';
import type { Denial } from '../../simulator/world.js';
import { Secret } from '../../values/secret.js';
import { createPartnerApi } from '../client/client.js';
import { checkCredentials, type CheckOptions } from './check-credentials.js';
import { findApp } from './find-app.js';

let simulator: Simulator;
const small = new SmallWorld();
const organization = () => simulator.world.found(small.organizationId);

beforeAll(async () => {
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null } });
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.faults.set([]);
  organization().issue(small.token);
});

const credentials = () => ({
  partnerOrganizationId: small.organizationId,
  accessToken: new Secret(small.token),
});
const partnerApi = () => createPartnerApi({ url: simulator.url, version: '2026-07' });
const check = (options: CheckOptions = { confirmAfterMs: 0 }) => checkCredentials(partnerApi(), credentials(), options);
const faults = (...rules: FaultRuleInput[]) => simulator.faults.set(rules);

const unavailable = { outcome: 'unavailable' };
const missing = (...permissions: string[]) => ({ outcome: 'permission_missing', permissions });
type Rest = Partial<Extract<FaultRuleInput['effect'], { kind: 'graphql_error' }>>;
const refusing = (field: 'transactions' | 'events', rest: Rest = {}, when: FaultRuleInput['when'] = {}) => ({
  when: { field, ...when },
  effect: { kind: 'graphql_error', ...rest } as const,
});

describe('what speaks of Shopify’s own failure is an outage, wherever it says so', () => {
  test.each<[string, Rest]>([
    ['INTERNAL_SERVER_ERROR', { code: 'INTERNAL_SERVER_ERROR' }],
    ['a timeout', { code: 'timeout' }],
    ['504', { code: '504' }],
    ['a number', { fields: { extensions: { code: 500 } } }],
    ['serviceUnavailable in extensions.type', { fields: { extensions: { type: 'serviceUnavailable' } } }],
    ['gateway-timeout in a problem', { fields: { extensions: { problems: [{ code: 'gateway-timeout' }] } } }],
    ['MAINTENANCE beside the message', { fields: { type: 'MAINTENANCE' } }],
    ['THROTTLED', { code: 'THROTTLED' }],
  ])('%s', async (_, rest) => {
    for (const field of ['transactions', 'events'] as const) {
      for (const data of ['field', 'all', 'absent'] as const) {
        faults(refusing(field, { ...rest, data }));
        expect(await check()).toEqual(unavailable);
      }
    }
  });

  test('also where the other permission is missing for sure, that one is named', async () => {
    organization().issue(small.token, ['manage_apps'], { form: 'partial', message: 'no', code: 'ACCESS_DENIED' });
    faults(refusing('events', { code: 'TIMEOUT' }));
    expect(await check()).toEqual(missing('view_financials'));
  });
});

describe('a permission is refused twice in the same way', () => {
  test('two seconds apart', async () => {
    organization().issue(small.token, ['view_financials']);
    const before = simulator.log.list().length;
    expect(await check({ confirmAfterMs: 300 })).toEqual(missing('manage_apps'));
    const asked = simulator.log.list().slice(before);
    expect(asked.map(({ fields }) => fields[0]?.field)).toEqual(['transactions', 'events', 'events']);
    const [, first, second] = asked.map(({ monotonicMs }) => monotonicMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(299);
  });

  test('once refused and then answered, nothing is missing', async () => {
    faults(refusing('transactions', {}, { times: 1 }));
    expect(await check()).toEqual({ outcome: 'accepted' });
  });

  test('refused in two ways it is no permission', async () => {
    faults(
      refusing('events', { code: 'FOO' }, { requests: [1] }),
      refusing('events', { code: 'BAR' }, { requests: [2] }),
    );
    expect(await check()).toEqual(unavailable);
  });

  test('refused and then not answered it is no permission', async () => {
    faults(refusing('events', {}, { requests: [1] }), {
      when: { field: 'events', requests: [2] },
      effect: { kind: 'http', status: 502 },
    });
    expect(await check()).toEqual(unavailable);
  });

  test('beside one that was refused and then answered, it is no permission without a code of access', async () => {
    faults(refusing('transactions', {}, { times: 1 }), refusing('events'));
    expect(await check()).toEqual(unavailable);
    faults(refusing('transactions', {}, { times: 1 }), refusing('events', { code: 'FORBIDDEN' }));
    expect(await check()).toEqual(missing('manage_apps'));
  });

  test('a check that is no longer wanted does not wait for it', async () => {
    organization().issue(small.token, ['view_financials']);
    const stop = new AbortController();
    const checking = check({ confirmAfterMs: 3_600_000, signal: stop.signal });
    stop.abort();
    await expect(checking).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('both permissions refused', () => {
  const denied = (form: Denial['form'], code: string | null) =>
    organization().issue(small.token, [], { form, message: 'no', code });

  test.each<[Denial['form'], string | null]>([
    ['null', null],
    ['partial', null],
    ['partial', 'FOO'],
  ])('as %s with the code %s: alike and not of access, it is an outage', async (form, code) => {
    denied(form, code);
    expect(await check()).toEqual(unavailable);
  });

  test.each<[Denial['form'], string | null]>([
    ['http_403', null],
    ['partial', 'ACCESS_DENIED'],
    ['null', 'accessDenied'],
    ['partial', '403'],
  ])('as %s with the code %s: both are named', async (form, code) => {
    denied(form, code);
    expect(await check()).toEqual(missing('view_financials', 'manage_apps'));
  });

  test('one with a code of access, one without: both are named', async () => {
    faults(refusing('transactions'), refusing('events', { code: 'FORBIDDEN' }));
    expect(await check()).toEqual(missing('view_financials', 'manage_apps'));
  });

  test('as unauthorized, it is the token; where one permission works, the token does', async () => {
    denied('partial', 'UNAUTHORIZED');
    expect(await check()).toEqual({ outcome: 'token_rejected' });
    organization().issue(small.token, ['manage_apps'], { form: 'partial', message: 'no', code: 'UNAUTHORIZED' });
    expect(await check()).toEqual(missing('view_financials'));
  });
});

test.each<[string, FaultRuleInput['effect'], string]>([
  ['401', { kind: 'http', status: 401 }, 'token_rejected'],
  ['the code 401 in a 200', { kind: 'graphql_error', code: '401' }, 'token_rejected'],
  ['the code UNAUTHENTICATED', { kind: 'graphql_error', code: 'UNAUTHENTICATED' }, 'token_rejected'],
  ['404', { kind: 'http', status: 404 }, 'not_found'],
  ['the code NOT_FOUND', { kind: 'graphql_error', code: 'NOT_FOUND' }, 'not_found'],
  ['402', { kind: 'http', status: 402 }, 'unavailable'],
  ['423', { kind: 'http', status: 423 }, 'unavailable'],
  ['a proxy’s 403', { kind: 'http', status: 403, body: '<html>' }, 'unavailable'],
  ['429', { kind: 'throttle' }, 'unavailable'],
  ['a page of HTML', { kind: 'http', status: 200, body: '<html>' }, 'unavailable'],
])('%s is %s', async (_, effect, outcome) => {
  faults({ effect });
  expect(await check()).toEqual({ outcome });
});

describe('an app is asked for', () => {
  const find = () => findApp(partnerApi(), credentials(), '11', { confirmAfterMs: 0 });

  test('refused although nothing is missing, it is Shopify', async () => {
    faults({ when: { field: 'app' }, effect: { kind: 'graphql_error' } });
    expect(await find()).toEqual(unavailable);
  });

  test('refused like all that needs the permission, the permission is named', async () => {
    organization().issue(small.token, ['view_financials']);
    expect(await find()).toEqual(missing('manage_apps'));
  });

  test.each(['404', 'NOT_FOUND'])('with the code %s there is no such app', async (code) => {
    faults({ when: { field: 'app' }, effect: { kind: 'graphql_error', code } });
    expect(await find()).toEqual({ outcome: 'not_visible' });
  });
});
