import { CodedError } from '../values/coded-error.js';
import type { Sql } from './sql.js';

/**
 * Refuses to start with a role that row-level security does not bind, or with commits that a crash can lose.
 * @param isProduction then the login, too, must be nobody who could take more rights than the role gives: `reset role`
 *   is one statement. Development's only login is the cluster's superuser.
 */
export async function checkRole(sql: Sql, isProduction: boolean): Promise<void> {
  const [role] = await sql<{ name: string; rolsuper: boolean; rolbypassrls: boolean; synchronousCommit: string }[]>`
    select current_user as name, rolsuper, rolbypassrls, current_setting('synchronous_commit') as synchronous_commit
    from pg_roles
    where rolname = current_user
  `;
  if (role === undefined || role.rolsuper || role.rolbypassrls) {
    throw new CodedError(
      'role_too_powerful',
      `The database role ${role?.name ?? '(unknown)'} is a superuser or bypasses row-level security, so tenants would see each other. ` +
        'Run `npm run migrate` first and connect with a role that may SET ROLE convot_api or convot_worker.',
    );
  }
  if (role.synchronousCommit === 'off') {
    throw new CodedError(
      'commits_not_durable',
      'Postgres runs with synchronous_commit = off: a crash would lose acknowledged writes. Turn it on.',
    );
  }
  if (isProduction) await checkLogin(sql);
}

/** What the role that logged in is, or may become by being a member, directly or through others. */
async function checkLogin(sql: Sql): Promise<void> {
  const [power] = await sql<{ login: string; role: string; what: string }[]>`
    select session_user as login, rolname as role,
      case
        when rolsuper then 'a superuser'
        when rolbypassrls then 'bound by no row-level security'
        when rolreplication then 'allowed to copy the whole cluster (replication)'
        else 'as good as a superuser'
      end as what
    from pg_roles
    where pg_has_role(session_user, oid, 'member')
      and (
        rolsuper or rolbypassrls or rolreplication
        -- Whoever reads or writes the server's files, or runs programs as it, can make himself a superuser.
        -- Source: PostgreSQL 17 documentation, 21.5 "Predefined Roles".
        or rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
      )
    order by rolname = session_user desc, rolsuper desc, rolname
    limit 1
  `;
  if (power === undefined) return;
  const { login, role, what } = power;
  throw new CodedError(
    'database_login_unfit',
    `The login ${login} is ${role === login ? what : `a member of ${role}, which is ${what}`}: one \`reset role\`, and tenants ` +
      'are no longer kept apart. In production connect as a login of its own that is a member of convot_api or ' +
      'convot_worker and nothing else, and name it in API_DATABASE_URL and WORKER_DATABASE_URL.',
  );
}

/**
 * The same of the roles that api and worker take, for somebody who may take neither.
 * @throws naming the one that is not there or that row-level security does not bind
 */
export async function checkServiceRoles(sql: Sql): Promise<void> {
  const unfit = await sql<{ name: string }[]>`
    select name
    from unnest(${['convot_api', 'convot_worker']}::text[]) as name
    left join pg_roles on rolname = name
    where rolname is null or rolsuper or rolbypassrls
  `;
  if (unfit.length === 0) return;
  const names = unfit.map(({ name }) => name).join(' and ');
  throw new CodedError('role_too_powerful', `${names}: not there, a superuser, or bound by no row-level security.`);
}
