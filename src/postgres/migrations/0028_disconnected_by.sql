-- Who disconnected, and when: what is shown beside figures that have stopped must not depend on how long the log is kept.
alter table connections
  -- Null while connected, or where it was disconnected before anybody noted it.
  add column disconnected_at timestamptz,
  add column disconnected_by text;
grant select (disconnected_at, disconnected_by) on connections to convot_readonly;

-- What the log has of those that are disconnected. Forced row security would hide it from a migrating role that it binds.
alter table connections no force row level security;
alter table audit_log no force row level security;
update connections c
set disconnected_at = l.at, disconnected_by = l.actor
from (
  select distinct on (organization_id, connection_id) organization_id, connection_id, at, actor
  from audit_log
  where action = 'disconnect'
  order by organization_id, connection_id, at desc, id desc
) as l
where c.organization_id = l.organization_id and c.id = l.connection_id and c.status in ('disconnecting', 'disconnected');
alter table connections force row level security;
alter table audit_log force row level security;

-- One organization's log, newest first.
create index audit_log_newest on audit_log (organization_id, at desc, id desc);
