import type { Sql } from '../../../src/postgres/sql.js';

const HEADER = `\
-- What the migrations make of an empty database: for reading, and for seeing what a change of them changes. Written by
-- \`npm run schema\`; a test compares it. Functions first, then each table with all that belongs to it; the reasons stand
-- in the migrations.

`;

interface Part {
  /** The table that it belongs to; null for what stands by itself. */
  readonly of: string | null;
  readonly text: string;
}

/**
 * The schema of a database as SQL, the same text on every machine: of the catalogs, as `pg_dump --schema-only` reads
 * them, but of one table after the other. Not by pg_dump: the PostgreSQL that npm brings has none, and each version's
 * writes differently.
 * @param sql of the role that migrated, to whom all belongs
 * @throws when there is something that this has no words for
 */
export async function schemaText(sql: Sql): Promise<string> {
  await refuseUnknown(sql);
  const tables = await sql<{ name: string; kind: string; options: string; security: string }[]>`
    select
      c.relname as name,
      case relpersistence when 'u' then 'UNLOGGED TABLE' else 'TABLE' end as kind,
      coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') as options,
      case when relrowsecurity then 'ALTER TABLE ' || oid::regclass || ' ENABLE ROW LEVEL SECURITY;' || chr(10) else '' end
        || case when relforcerowsecurity then 'ALTER TABLE ' || oid::regclass || ' FORCE ROW LEVEL SECURITY;' || chr(10) else '' end
        as security
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    order by c.relname
  `;
  const [inside, indexes, policies, triggers, grants] = await Promise.all([
    columnsAndConstraints(sql),
    indexesOf(sql),
    policiesOf(sql),
    triggersOf(sql),
    grantsOf(sql),
  ]);
  const of = (parts: readonly Part[], table: string | null) =>
    parts.filter((part) => part.of === table).map(({ text }) => text);
  const lines = (parts: readonly Part[], table: string | null) => of(parts, table).map((text) => `${text};\n`);
  const functions = await functionsOf(sql);
  return [
    HEADER,
    ...lines(grants, null),
    ...functions.map(({ text }) => `\n${text}`),
    ...tables.flatMap(({ name, kind, options, security }) => [
      `\nCREATE ${kind} ${name} (\n  ${of(inside, name).join(',\n  ')}\n)${options};\n`,
      ...lines(indexes, name),
      security,
      ...[policies, triggers, grants].flatMap((parts) => lines(parts, name)),
    ]),
  ].join('');
}

async function refuseUnknown(sql: Sql): Promise<void> {
  const unknown = await sql<{ what: string }[]>`
    select type || ' ' || identity as what
    from pg_depend d
    cross join lateral pg_identify_object(d.classid, d.objid, d.objsubid)
    where d.refclassid = 'pg_namespace'::regclass and d.refobjid = current_schema()::regnamespace
      and type not in ('table', 'function', 'procedure')
      -- Of a column that is an identity.
      and not (type = 'sequence' and exists (select from pg_depend i where i.objid = d.objid and i.deptype = 'i'))
    union all
    select 'extension ' || extname from pg_extension where extname <> 'plpgsql'
    union all
    select 'default privileges of ' || defaclrole::regrole from pg_default_acl
    union all
    select 'event trigger ' || evtname from pg_event_trigger
    union all
    select 'comment on ' || identity
    from pg_description
    cross join lateral pg_identify_object(classoid, objoid, objsubid)
    where schema = current_schema()
    union all
    select 'rule ' || rulename from pg_rules where schemaname = current_schema()
    union all
    select 'a setting of ' || relname
    from pg_class
    where relnamespace = current_schema()::regnamespace
      and (relpersistence = 't' or relkind = 'r' and relowner <> current_user::regrole or relispartition or reltablespace <> 0)
    union all
    select 'owner of ' || proname from pg_proc
    where pronamespace = current_schema()::regnamespace and proowner <> current_user::regrole
    union all
    select 'a setting of ' || attrelid::regclass || '.' || attname
    from pg_attribute
    join pg_class c on c.oid = attrelid and c.relkind = 'r'
    join pg_type t on t.oid = atttypid
    where c.relnamespace = current_schema()::regnamespace and attnum > 0 and not attisdropped
      and (attcollation <> typcollation or attstorage <> typstorage or attcompression <> '' or attoptions is not null
        or attidentity = 'd')
    order by 1
  `;
  if (unknown.length > 0) throw new Error(`schema.sql has no words for: ${unknown.map(({ what }) => what).join(', ')}`);
}

async function functionsOf(sql: Sql): Promise<Part[]> {
  return sql<Part[]>`
    select
      null as of,
      pg_get_functiondef(p.oid) || case when prosqlbody is null then '' else chr(10) end || ';' || chr(10)
      || case when proacl is null then '' else (
        select
          'REVOKE ALL ON ROUTINE ' || p.oid::regprocedure || ' FROM PUBLIC;' || chr(10)
          || coalesce(string_agg(
            'GRANT ' || privilege_type || ' ON ROUTINE ' || p.oid::regprocedure || ' TO '
            || case grantee when 0 then 'PUBLIC' else grantee::regrole::text end || ';' || chr(10),
            '' order by grantee::regrole::text
          ), '')
        from aclexplode(proacl)
        where grantee <> proowner
      ) end as text
    from pg_proc p
    where pronamespace = current_schema()::regnamespace
    order by proname, pg_get_function_identity_arguments(oid)
  `;
}

async function columnsAndConstraints(sql: Sql): Promise<Part[]> {
  return sql<Part[]>`
    select of, text
    from (
      select
        attrelid::regclass::text as of, 1 as kind, attnum::text as name, attnum as place,
        quote_ident(attname) || ' ' || format_type(atttypid, atttypmod)
        || case
          when attidentity = 'a' then ' GENERATED ALWAYS AS IDENTITY'
          when attgenerated = 's' then ' GENERATED ALWAYS AS (' || pg_get_expr(adbin, adrelid, true) || ') STORED'
          when adbin is not null then ' DEFAULT ' || pg_get_expr(adbin, adrelid, true)
          else ''
        end
        || case when attnotnull then ' NOT NULL' else '' end as text
      from pg_attribute a
      join pg_class c on c.oid = attrelid and c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attnum > 0 and not attisdropped
      union all
      -- From PostgreSQL 18 on columns that are not null have a constraint that says so, too ('n').
      select
        conrelid::regclass::text, 2, conname, strpos('pucxf', contype::text),
        'CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid, true)
      from pg_constraint
      where connamespace = current_schema()::regnamespace and contype in ('p', 'u', 'c', 'x', 'f')
    ) as parts
    order by of, kind, place, name
  `;
}

async function indexesOf(sql: Sql): Promise<Part[]> {
  return sql<Part[]>`
    select indrelid::regclass::text as of, pg_get_indexdef(indexrelid, 0, true) as text
    from pg_index
    join pg_class c on c.oid = indexrelid and c.relnamespace = current_schema()::regnamespace
    where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    order by c.relname
  `;
}

async function triggersOf(sql: Sql): Promise<Part[]> {
  return sql<Part[]>`
    select
      tgrelid::regclass::text as of,
      pg_get_triggerdef(t.oid, true) || case tgenabled when 'O' then '' else ' -- ' || tgenabled::text end as text
    from pg_trigger t
    join pg_class c on c.oid = tgrelid and c.relnamespace = current_schema()::regnamespace
    where not tgisinternal
    order by tgname
  `;
}

/** The owner, whose name is each installation's own, is CURRENT_USER. */
async function policiesOf(sql: Sql): Promise<Part[]> {
  return sql<Part[]>`
    select
      polrelid::regclass::text as of,
      'CREATE POLICY ' || quote_ident(polname) || ' ON ' || polrelid::regclass
      || case when polpermissive then '' else ' AS RESTRICTIVE' end
      || case polcmd when 'r' then ' FOR SELECT' when 'a' then ' FOR INSERT' when 'w' then ' FOR UPDATE'
        when 'd' then ' FOR DELETE' else '' end
      || (
        select case when bool_or(role = 0) then '' else ' TO ' || string_agg(
          case role when c.relowner then 'CURRENT_USER' else role::regrole::text end, ', ' order by role::regrole::text
        ) end
        from unnest(polroles) as role
      )
      || coalesce(chr(10) || '  USING (' || pg_get_expr(polqual, polrelid, true) || ')', '')
      || coalesce(chr(10) || '  WITH CHECK (' || pg_get_expr(polwithcheck, polrelid, true) || ')', '') as text
    from pg_policy
    join pg_class c on c.oid = polrelid and c.relnamespace = current_schema()::regnamespace
    order by polname
  `;
}

async function grantsOf(sql: Sql): Promise<Part[]> {
  return sql<Part[]>`
    select
      of,
      'GRANT ' || string_agg(privilege || columns, ', ' order by privilege, columns) || ' ON ' || what || ' TO '
      || case grantee when 0 then 'PUBLIC' else grantee::regrole::text end as text
    from (
      select null as of, 'SCHEMA ' || nspname as what, grantee, privilege_type as privilege, '' as columns
      from pg_namespace
      cross join lateral aclexplode(nspacl)
      where oid = current_schema()::regnamespace and grantee <> nspowner
      union all
      select c.oid::regclass::text, c.oid::regclass::text, grantee, privilege_type, ''
      from pg_class c
      cross join lateral aclexplode(relacl)
      where relnamespace = current_schema()::regnamespace and grantee <> relowner
      union all
      select
        c.oid::regclass::text, c.oid::regclass::text, grantee, privilege_type,
        ' (' || string_agg(quote_ident(attname), ', ' order by attnum) || ')'
      from pg_class c
      join pg_attribute on attrelid = c.oid
      cross join lateral aclexplode(attacl)
      where relnamespace = current_schema()::regnamespace and grantee <> relowner
      group by c.oid, grantee, privilege_type
    ) as granted
    group by of, what, grantee
    order by of, case grantee when 0 then '' else grantee::regrole::text end
  `;
}
