import { CANARY, FaultedAccount } from '../../../test/support/accounts/faulted-account.js';
import type { AccountOptions } from '../../../test/support/accounts/synced-account.js';
import type { FaultRuleInput } from '../../simulator/faults/script.js';
import type { LedgerTransaction } from '../../simulator/ledger/rows.js';
import { control } from '../../simulator/testing.js';

let faulted: FaultedAccount;

function startEach(options: Partial<AccountOptions> = {}): void {
  beforeEach(async () => {
    faulted = await FaultedAccount.start({}, options);
  });
}
afterEach(() => faulted.close());

type Effect = FaultRuleInput['effect'];
const html = (status: number): Effect => ({ kind: 'http', status, body: `<html>${CANARY}</html>` });
const nothing = { transactions: [], appEvents: [] };

async function expectToFailAndHeal(effect: Effect, code: string): Promise<void> {
  faulted.faults({ effect });
  expect(await faulted.untilFailed()).toMatchObject({ code });
  expect(await faulted.storedKeys()).toEqual(nothing);
  await faulted.expectHealed();
}

describe('while Shopify answers too late', () => {
  // Only what never comes whole may meet it: a machine that is busy takes as long for what does.
  startEach({ deadlineMs: 400 });

  test.each<[string, Effect]>([
    ['never an answer', { kind: 'never_answer' }],
    ['a slow drip', { kind: 'drip', bytes: 1, everyMs: 50 }],
  ])('%s: nothing is stored, the failure says so, and afterwards all is there', async (_, effect) => {
    await expectToFailAndHeal(effect, 'shopify_unavailable');
  });
});

describe('while Shopify does not answer as it should', () => {
  startEach();

  test.each<[string, Effect, string]>([
    ['HTTP 500', html(500), 'shopify_unavailable'],
    ['HTTP 502', html(502), 'shopify_unavailable'],
    ['HTTP 503', html(503), 'shopify_unavailable'],
    ['HTTP 504', html(504), 'shopify_unavailable'],
    ['HTTP 408', html(408), 'shopify_unavailable'],
    ['an internal error in a 200', { kind: 'internal_error' }, 'shopify_unavailable'],
    ['resets', { kind: 'reset' }, 'shopify_unavailable'],
    ['resets in the body', { kind: 'reset', afterBytes: 500 }, 'shopify_unavailable'],
    ['half a body', { kind: 'truncate', afterBytes: 2_000 }, 'shopify_unavailable'],
    [
      'half a body, as if it were whole',
      { kind: 'truncate', afterBytes: 2_000, framing: 'close' },
      'unexpected_answer',
    ],
    ['HTML in a 200', html(200), 'unexpected_answer'],
    ['a body beyond all bounds', { kind: 'huge_body', bytes: 20_000_000, gzip: true }, 'unexpected_answer'],
  ])('%s: nothing is stored, the failure says so, and afterwards all is there', async (_, effect, code) => {
    await expectToFailAndHeal(effect, code);
  });

  test.each([0.1, 0.3])(
    'now and then, by a chance of %d: everything comes to be stored all the same',
    async (chance) => {
      const when = { probability: chance };
      await control(faulted.account.simulator, 'PUT', 'faults', {
        seed: 'now and then',
        faults: [
          { when, effect: html(503) },
          { when, effect: { kind: 'reset', afterBytes: 300 } },
          { when, effect: { kind: 'truncate', afterBytes: 900, framing: 'close' } },
        ],
      });
      await faulted.untilOkForAll(200);
      expect(faulted.fired()).toBeGreaterThan(0);
      await faulted.expectWhole();
    },
  );

  test('by number: each of the first requests fails in its own way', async () => {
    const kinds: Effect[] = [html(502), { kind: 'reset' }, { kind: 'internal_error' }, html(200), html(408)];
    faulted.faults(...kinds.map((effect, index) => ({ when: { requests: [2 * index + 1] }, effect })));
    // A page that failed twice, with others answered in between, holds back its app until the next sync.
    await faulted.untilOkForAll(60);
    expect(faulted.fired()).toBeGreaterThan(0);
    await faulted.expectWhole();
  });
});

describe('what goes on for longer', () => {
  startEach();

  test('a token revoked in the middle is said at once; what is stored stays, and with a good one it goes on', async () => {
    const refusal = { kind: 'http', status: 401, body: '{"errors":[{"message":"Invalid access token"}]}' } as const;
    const requests = Array.from({ length: 1_000 }, (_, index) => index + 3);
    faulted.faults({ when: { requests }, effect: refusal });
    expect(await faulted.untilFailed(30_000)).toEqual({ code: 'token_rejected', kind: 'credential' });
    const stored = await faulted.storedKeys();
    expect(stored.transactions.length + stored.appEvents.length).toBeGreaterThan(0);
    expect(await faulted.untilFailed()).toMatchObject({ code: 'token_rejected' });
    expect(await faulted.storedKeys()).toEqual(stored);
    const fresh = 'prtapi_test_faults_000000000000002';
    faulted.organization.issue(fresh);
    await faulted.account.reconnect(fresh);
    await faulted.expectHealed();
  });

  test('a version that is gone is said, and comes back with the next', async () => {
    const { settings } = faulted.account.simulator;
    const { versions } = settings;
    settings.versions = [];
    expect(await faulted.untilFailed()).toEqual({ code: 'api_version_retired', kind: 'defect' });
    expect(await faulted.storedKeys()).toEqual(nothing);
    settings.versions = versions;
    await faulted.expectHealed();
  });

  test('after a day of maintenance, what came meanwhile is caught up with', async () => {
    await faulted.untilOk();
    const day = 24 * 3_600_000;
    const newest = faulted.organization.ledger.transactions.all.at(-1) as LedgerTransaction;
    faulted.faults({ effect: html(503) });
    for (let hour = 1; hour <= 24; hour += 1) {
      faulted.account.clock.nowMs += day / 24;
      const at = faulted.account.clock.nowMs * 1_000;
      for (let row = 0; row < 12; row += 1) {
        faulted.organization.ledger.put({ ...newest, tie: 900_000_000 + hour * 100 + row, at, visibleAt: at });
      }
      if (hour % 8 === 0) expect(await faulted.untilFailed()).toMatchObject({ code: 'shopify_unavailable' });
    }
    await faulted.expectHealed();
  });
});
