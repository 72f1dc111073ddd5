--! compatible
-- What Convot is told, written with the history that it comes from (an outbox), delivered by a workflow each.
create table webhook_messages (
  organization_id text not null,
  -- A hash of connection, type and raw row: what is derived again is not a second message.
  id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  type text not null,
  -- json, not jsonb: every attempt sends the same bytes.
  payload json not null,
  created_at timestamptz not null default now(),
  state text not null check (state in ('pending', 'delivered', 'failed', 'not_sent')),
  -- Why it is not sent: it was learned with the past of its connection, or of an app that was discovered later.
  not_sent_because text check (not_sent_because in ('backfill')),
  attempts integer not null default 0,
  last_attempt_at timestamptz,
  -- The HTTP status, or the code of what went wrong before there was one; never what the receiver wrote.
  last_answer text,
  -- When the next attempt is due, by the workflow's word.
  due_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade,
  check ((state = 'pending') = (due_at is not null)),
  check ((state = 'not_sent') = (not_sent_because is not null))
);
create index webhook_messages_newest on webhook_messages (organization_id, created_at desc, id);
create index webhook_messages_of_connection on webhook_messages (organization_id, connection_id, created_at);
call bind_to_tenant('webhook_messages');
grant select, insert, update, delete on webhook_messages to convot_worker;
grant select on webhook_messages to convot_readonly;

-- Beside connection_directory the one table that the worker reads across tenants: which messages wait, and until when.
create table webhook_directory (
  organization_id text not null,
  message_id text not null,
  due_at timestamptz not null,
  primary key (organization_id, message_id),
  foreign key (organization_id, message_id) references webhook_messages (organization_id, id) on delete cascade
);
create index webhook_directory_due on webhook_directory (due_at);
call bind_to_tenant('webhook_directory');
create policy whole_directory on webhook_directory for select to convot_worker using (true);
grant select, insert, update, delete on webhook_directory to convot_worker;
grant select on webhook_directory to convot_readonly;

-- A copy that only this trigger writes, so it cannot go stale.
create function copy_due_to_directory() returns trigger
  language plpgsql
  as $$
begin
  if new.due_at is null then
    delete from webhook_directory where organization_id = new.organization_id and message_id = new.id;
  else
    insert into webhook_directory (organization_id, message_id, due_at)
    values (new.organization_id, new.id, new.due_at)
    on conflict (organization_id, message_id) do update set due_at = excluded.due_at;
  end if;
  return null;
end $$;
create trigger copy_due_to_directory
  after insert or update of due_at on webhook_messages
  for each row execute function copy_due_to_directory();
