--! compatible
-- A full scan that operators ask for: after a restore every connection is read again, whenever its week is over.
--
-- Beside the code before it: yes, which waits for the week. Locks: `sync_status`, against everybody, for a moment: no row is
-- read or written.

-- When it was asked for; null once a walk that began later has ended.
alter table sync_status add column walk_requested_at timestamptz;
