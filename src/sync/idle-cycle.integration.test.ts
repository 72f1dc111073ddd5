import { FaultedAccount } from '../../test/support/accounts/faulted-account.js';
import { createClientBudgets } from '../partner/pace/client-budgets.js';
import { beforeSending } from '../postgres/postgres-statement.js';
import type { Sql, TransactionSql } from '../postgres/sql.js';
import { runSync } from './run-sync.js';

const POLICY = { intervalMs: 240_000, failureLimit: 5 };

let faulted: FaultedAccount;

beforeAll(async () => {
  faulted = await FaultedAccount.start({}, { asksForSubscriptions: true });
});
afterAll(() => faulted.close());

/** What is sent through it: `begin` for a transaction, beside each statement by the words it begins with. */
function watched(sql: Sql, sent: string[]): Sql {
  const noting = <T extends Sql | TransactionSql>(target: T): T =>
    new Proxy(target, {
      apply(called, self, args: readonly unknown[]) {
        const made = Reflect.apply(called, self, args) as object;
        const [strings] = args as [readonly string[]];
        beforeSending(made, (statement, send) => {
          sent.push(strings.join('?').trim().split(/\s+/, 2).join(' '));
          send(statement);
        });
        return made;
      },
      get(from, name) {
        const value: unknown = Reflect.get(from, name);
        if (name !== 'begin') return value;
        return (mode: string, work: (open: TransactionSql) => unknown) => {
          sent.push('begin');
          return (from as Sql).begin(mode, (open) => work(noting(open)));
        };
      },
    });
  return noting(sql);
}

test('an idle cycle is one request, and its turn costs no statement', async () => {
  const { account } = faulted;
  // Sweep and walk take turns with it, and are over after a few.
  for (let requests = 0; requests !== 1;) requests = (await account.sync({ head: true })).requests;
  // Nothing keeps it from asking for subscriptions, but that none is due.
  await account.sql`update sync_status set sparing_until = null`;
  const cycle = async () => {
    const sent: string[] = [];
    // By Shopify's limit, in a process that knows nothing of this token yet, as a worker does after four minutes.
    const deps = { ...account.deps, sql: watched(account.deps.sql, sent), budgetOf: createClientBudgets() };
    const input = { ...account.key, budgetMs: 30_000, head: true, delayFactor: 1 };
    const { end, requests } = await runSync(deps, POLICY, input, new AbortController().signal);
    expect({ end, requests }).toEqual({ end: { outcome: 'ok' }, requests: 1 });
    return sent;
  };
  let sent = await cycle();
  // Where a machine stands still for a quarter of a second, a turn is lost: five tries.
  const hasLostTurn = () => sent.filter((statement) => statement === 'with held').length > 1;
  for (let again = 1; again < 5 && hasLostTurn(); again += 1) sent = await cycle();
  // A turn that comes late, where a machine is slow, is delayed.
  expect(sent.filter((statement) => !statement.startsWith('select delay_turn'))).toEqual([
    // Opens, with its turn and then its lease.
    'begin',
    "select set_config('app.organization_id',",
    'select c.status,',
    'select f.feed,',
    'select ?', // of the windows
    'update sync_status',
    'with held',
    // Closes.
    'begin',
    "select set_config('app.organization_id',",
    'select from', // the fence
    'select exists', // of what is to be derived
    'update connection_directory',
    'delete from', // the lease
    'update sync_status',
    'select c.id,',
  ]);
});
