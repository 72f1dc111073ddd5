import { statementName } from './traced-sql.js';

test.each([
  [
    '\n  with rows as (select * from jsonb_to_recordset(',
    'insert transactions',
    ') )\n insert into transactions as t (a) select 1 on conflict do update set a = 1',
  ],
  ['update connections set a = ', 'update connections', ' where id = '],
  ['update app_events e\n set a = ', 'update app_events', ''],
  ['select c.id from connections c where id = ', 'select connections', ' for no key update of c'],
  ['select set_config(', 'select', ', true)'],
  ['delete from sync_leases where holder = ', 'delete sync_leases', ''],
  ['select extract(epoch from now() - a) from sync_status where b = ', 'select sync_status', ''],
])('%s is told as %s', (first, name, second) => {
  expect(statementName([first, second])).toBe(name);
});

test('what is no template is told without a table', () => {
  expect(statementName('prtapi_secret')).toBe('select');
});
