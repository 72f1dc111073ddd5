import { CodedError } from '../coded-error.js';
import type { Sql } from './client.js';

/** Refuses to start with a role that row-level security does not bind, or with commits that a crash can lose. */
export async function checkRole(sql: Sql): Promise<void> {
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
}
