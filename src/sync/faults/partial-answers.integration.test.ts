import { CANARY, FaultedAccount } from '../../../test/support/faulted-account.js';

let faulted: FaultedAccount;

beforeEach(async () => {
  faulted = await FaultedAccount.start({ transactions: 130, events: 130 });
});
afterEach(() => faulted.close());

const variants = (['field', 'all', 'absent', 'kept'] as const).flatMap((data) =>
  [undefined, '500', '999'].map((code) => ({ data, code, coded: code ?? 'none' })),
);

describe('U6: an error beside whatever is left of the data', () => {
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
