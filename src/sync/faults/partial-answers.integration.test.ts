import { CANARY, FaultedAccount } from '../../../test/support/accounts/faulted-account.js';

let faulted: FaultedAccount;

beforeEach(async () => {
  faulted = await FaultedAccount.start({ transactions: 130, events: 130 });
});
afterEach(() => faulted.close());

const variants = (['field', 'all', 'absent', 'kept'] as const).flatMap((data) =>
  [undefined, '500', '999'].map((code) => ({ data, code, coded: code ?? 'none' })),
);

describe('an error beside whatever is left of the data', () => {
  test.each(variants)(
    'under the transactions, code $coded, data $data: they are refused, their neighbours stored',
    async ({ data, code }) => {
      const effect = { kind: 'graphql_error', message: CANARY, data, ...(code !== undefined && { code }) } as const;
      faulted.faults({ when: { field: 'transactions' }, effect });
      const { code: said } = await faulted.untilFailed();
      expect(said).toBe(code === '500' ? 'shopify_unavailable' : 'permission_missing');
      const { transactions, appEvents } = await faulted.storedKeys();
      expect(transactions).toEqual([]);
      expect(appEvents).toEqual(faulted.ledgerKeys().appEvents);
      await faulted.expectHealed();
    },
  );

  test.each(variants)(
    'without a path, code $coded, data $data: the whole answer is refused',
    async ({ data, code }) => {
      const effect = { kind: 'graphql_error', message: CANARY, path: false, data } as const;
      faulted.faults({ effect: { ...effect, ...(code !== undefined && { code }) } });
      const { code: said } = await faulted.untilFailed();
      expect(['shopify_unavailable', 'permission_missing', 'query_refused']).toContain(said);
      expect(await faulted.storedKeys()).toEqual({ transactions: [], appEvents: [] });
      await faulted.expectHealed();
    },
  );

  test.each(['INTERNAL_SERVER_ERROR', 'gatewayTimeout', 'service-unavailable'])(
    'under the transactions, code %s: it is an outage, and nothing that the owner could mend',
    async (code) => {
      faulted.faults({ when: { field: 'transactions' }, effect: { kind: 'graphql_error', code } });
      expect(await faulted.untilFailed()).toEqual({ code: 'shopify_unavailable', kind: 'unavailable' });
    },
  );

  test('under everything alike, without a code: it is an outage; with a code of access, a permission', async () => {
    const refusing = (code?: string) =>
      (['transactions', 'events', 'app'] as const).map((field) => ({
        when: { field },
        effect: { kind: 'graphql_error', ...(code !== undefined && { code }) } as const,
      }));
    faulted.faults(...refusing());
    expect(await faulted.untilFailed()).toEqual({ code: 'shopify_unavailable', kind: 'unavailable' });
    faulted.faults(...refusing('ACCESS_DENIED'));
    expect(await faulted.untilFailed()).toEqual({ code: 'permission_missing', kind: 'credential' });
    await faulted.expectHealed();
  });

  test('under the transactions until they are asked for again: no permission is missing', async () => {
    faulted.faults(
      { when: { field: 'transactions', alias: 'page0' }, effect: { kind: 'graphql_error' } },
      { when: { alias: 'probe', field: 'transactions', times: 1 }, effect: { kind: 'graphql_error' } },
    );
    expect((await faulted.untilFailed()).code).not.toBe('permission_missing');
    await faulted.expectHealed();
  });

  test.each(['field', 'kept'] as const)(
    'under one app, data %s: everything else is stored, and the app says so',
    async (data) => {
      const [first = ''] = [...faulted.organization.ledger.apps.keys()];
      faulted.faults({ when: { appNumber: first }, effect: { kind: 'graphql_error', message: CANARY, data } });
      await faulted.untilOk();
      const { transactions, appEvents } = await faulted.storedKeys();
      expect(transactions).toEqual(faulted.ledgerKeys().transactions);
      expect(appEvents).toEqual(faulted.ledgerKeys().appEvents.filter((key) => !key.startsWith(`${first} `)));
      const [app] = await faulted.account.sql`select problem from apps where app_number = ${first}`;
      expect(app).toEqual({ problem: 'refused' });
      await faulted.expectHealed();
    },
  );
});
