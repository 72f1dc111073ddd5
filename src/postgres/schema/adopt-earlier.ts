import { CodedError } from '../../values/coded-error.js';
import type { Sql } from '../sql.js';
import { type LedgerLine, noteMigration } from './ledger.js';
import type { Migration } from './migration-files.js';

/** How many of today's migrations make together what the earlier ones made. Those behind are newer. */
const CLOSED = 10;

/**
 * Before the first release these became today's first ten. All of them with their checksums, not one hash over all:
 * who is refused is told by which. `git log -- src/store/migrations` has the files.
 */
export const EARLIER_MIGRATIONS: readonly (readonly [name: string, checksum: string])[] = [
  ['0001_roles', '1e9b9f5f940c7722a3f63465829f2311d01fb112da2f172705c8034070f95a3f'],
  ['0002_connections', '5fbb4c0fbab0c453a50a358c3251f94526623be963df2bc6d21a8b59a4a4e4a8'],
  ['0003_rows', 'b8ad3eeaa0ebd0d31fdf76fd32f05614da544c6e90351dfae56512f35dc07c92'],
  ['0004_merchants', '211590d574f3dbda817153215800e8e1076e3a565e959640df36d36470f36fab'],
  ['0005_windows_side_by_side', '94917422cdb1add3ace9b3ea023b9bc459a11ada549df4e547ff2acc556dfc4e'],
  ['0006_served_version', 'bdf34d3d64624e4443dca3313b5c7aa561f946f92bdb8bf9d952bd473d88f0b9'],
  ['0007_quarantined_keys', '71ef3cf53f358670f8b0670b9cf00e59b0fa05755bbafe1c6d48428cda2d5d2e'],
  ['0008_unfamiliar_rows', 'a2ab6fe79efb3f0a9d5d6938035be754d21508decfbc1a8bc22b0b40ae07cf16'],
  ['0009_marks_without_numbers', '98bc5943e7999e2449aaf874f94467356c7c07922180cae889aaab854d1f7026'],
  ['0010_spans_and_digests', '5748a5a6c789297855ac51d2a2e25cacd96a7d9ba609ac6819ce807dae271454'],
  ['0011_plan_intervals', 'c8d683896d6303292789812b843255c55ac6339ae7bb2072038af6cb6eaf5ecf'],
  ['0012_webhook_messages', '865bade7d20f4e7e25ae6245663e749e9e07ecdd82e77fda05339d886ccf3aa5'],
  ['0013_merchant_list', '5c8cb074dd5b58b52906f44bc98e627f6463a35a542eed002094b388adadc38c'],
  ['0014_corrections', '63ec82a83f00ee866259bf25e33e88197be90caec0ba17629b821663baac72cd'],
  ['0015_revenue', 'f402ebee3fc63b0f70e50a051694d44ecc45074e6bf4ffab4c29adc14526e238'],
  ['0016_merchant_domain', '34eb04511d2ee420928597df3e43e4bc8b82f71165d4c1cda13bc01cfa86baf4'],
  ['0017_definer_paths', 'ece10f07dbd7aa4d09c643a9dc4a842a806014afc4169cd89e461d9b1b70e97f'],
  ['0018_roll_up_in_slices', '71e40ecaca3922df3574c8e9c5e942068bf86c0d636815c7be74d20ec2548cfa'],
  ['0019_plans_of_any_tenant', '67162fb92821e94ea3c5a7184708d41e3ed482a8a70b2a65ce4315727b72eedc'],
  ['0020_one_nudge_is_enough', 'bb650d712994096f1c01ec899dc5298af8a7ee3bd5c54cad0c651d9851717d49'],
  ['0021_bounded_text', '7a432258d4624b5dde337f03ed8a24202c659270f2437f7bfdb7d8545acc4a0d'],
  ['0022_installation_keys', '8399186cf443dc4ec2ba46f9dee684d7600375bf00b8049014fcbb747a9bdd2d'],
  ['0023_what_goes_by_time', '0349104c02113c6aa529381c9a30a4b6ed7ff3e5b97797ee078b12e1d1a14e5e'],
  ['0024_credential_tries', '0d4eac365ba598ae4442fd711e759246b11884be9eec8d949af2c5898b89ac9c'],
  ['0025_credential_storms', '3de8e9bb8b5dc0c1cb60da434adf059b8bbb25d3db6f7015dae98d5f1f7a26a7'],
  ['0026_blank_names', '2893706f00142e3865ba454b68bd49c1177a962836bd5f06462ba0d900d186aa'],
  ['0027_revenue_lists', 'f44d4d0637ca16e42d90141744afa0a6f06015e8e6293ba03045f61e41b833da'],
  ['0028_disconnected_by', '9702a3fe46943af6e669c74252a2b24511d54fe2b80bfb273f4b2706440d6487'],
];

/**
 * Takes over a database that stands at the last of the earlier migrations: its ledger gets the lines of today's. Its
 * schema is theirs but for how the policies name the tenant. Nothing happens to any other database.
 * @returns what was adopted as what, undefined when there was nothing to adopt
 * @throws when it stands before the last one, or nobody knows what it was made by
 */
export async function adoptEarlier(
  sql: Sql,
  done: readonly LedgerLine[],
  migrations: readonly Migration[],
): Promise<string | undefined> {
  if (done[0]?.name !== EARLIER_MIGRATIONS[0]?.[0]) return undefined;
  checkEarlier(done);
  const closed = migrations.slice(0, CLOSED);
  await nameTenantOnce(sql);
  await sql.begin(async (transaction) => {
    await transaction`delete from migrations`;
    for (const migration of closed) await noteMigration(transaction, migration, 'done');
  });
  return `${done.at(-1)?.name}, adopted as ${closed.at(-1)?.name}`;
}

function checkEarlier(done: readonly LedgerLine[]): void {
  for (const [index, [name, checksum]] of EARLIER_MIGRATIONS.entries()) {
    const row = done[index];
    if (row === undefined) throw behind(done.at(-1)?.name ?? '');
    if (row.name !== name || row.checksum !== checksum) throw unlike(row.name);
  }
  const further = done[EARLIER_MIGRATIONS.length];
  if (further !== undefined) throw unlike(further.name);
}

const IN_DEVELOPMENT =
  'In development begin anew: delete the folder .local, or where `npm start` says that the database is kept.';

function behind(name: string): CodedError {
  const last = EARLIER_MIGRATIONS.at(-1)?.[0];
  return new CodedError(
    'database_behind',
    `The database stands at migration ${name}; this version goes on from ${last} only. Run \`npm run migrate\` of the ` +
      `version before this one, then this one’s. ${IN_DEVELOPMENT}`,
  );
}

function unlike(name: string): CodedError {
  return new CodedError(
    'migration_changed',
    `Migration ${name} of this database is none that was ever released, so what it made is not known. Restore the ` +
      `database from before it. ${IN_DEVELOPMENT}`,
  );
}

/**
 * As 0001_tenants.sql has it. Table by table, so that none is held while another is waited for: both wordings mean the
 * same, and whoever stops half-way begins anew.
 */
async function nameTenantOnce(sql: Sql): Promise<void> {
  const tables = await sql<{ relname: string }[]>`
    select relname
    from pg_policy
    join pg_class c on c.oid = polrelid
    where polname = 'tenant' and relnamespace = current_schema()::regnamespace
    order by relname
  `;
  for (const { relname } of tables) {
    await sql`
      alter policy tenant on ${sql(relname)}
        using (organization_id = (select current_organization()))
        with check (organization_id = (select current_organization()))
    `;
  }
  // Its text to the letter: schema.sql is compared.
  await sql`
create or replace procedure bind_to_tenant(bound regclass)
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', bound);
  execute format('alter table %s force row level security', bound);
  execute format(
    'create policy tenant on %s using (organization_id = (select current_organization()))'
      ' with check (organization_id = (select current_organization()))',
    bound
  );
end $$
  `;
}
