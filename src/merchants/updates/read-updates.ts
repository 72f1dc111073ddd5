import type { Tenant } from '../../postgres/tenant.js';
import { type Instant, instantToMs } from '../../values/instant.js';
import { type Changes, readChanges } from '../changes/read-changes.js';
import { readUpdateCursor, type UpdateCursor } from './update-cursor.js';
import { type UpdateMessage, updateMessage } from './update-message.js';

/** What Convot is to be told next of an organization's feed, in order. */
export interface UpdateBatch {
  /** As it is stored. */
  readonly cursor: UpdateCursor | null;
  /** Where it stands before any of these is told, in the epoch that they are of. */
  readonly before: UpdateCursor;
  readonly messages: readonly UpdateMessage[];
  /** The database's time, in milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * The next messages. A receiver that does not know the epoch reads all merchants itself, so that an epoch begins with its
 * newest change alone, by which it hears of it.
 * @param tenant of a transaction that sees one moment (`inSnapshot`)
 * @returns null when Convot has been told everything
 */
export async function readUpdates(tenant: Tenant, most: number): Promise<UpdateBatch | null> {
  const [cursor, at] = await Promise.all([readUpdateCursor(tenant), readNow(tenant)]);
  const known = cursor && (await readChanges(tenant, { epoch: cursor.epoch, after: cursor.number }, most));
  const begun = known === null ? await readNewest(tenant) : { number: cursor?.number ?? 0, changes: known };
  if (begun === null || begun.changes.items.length === 0) return null;
  const { epoch, items } = begun.changes;
  return {
    cursor,
    before: { epoch, number: begun.number },
    messages: items.map((change) => updateMessage(tenant.organizationId, epoch, at, change)),
    nowMs: instantToMs(at),
  };
}

/**
 * One message, as it would be told now.
 * @param tenant of a transaction that sees one moment (`inSnapshot`)
 * @returns null when its merchant has changed again, or the epoch is over: something newer tells of it then
 */
export async function readUpdate(tenant: Tenant, { epoch, number }: UpdateCursor): Promise<UpdateMessage | null> {
  const [changes, at] = await Promise.all([readChanges(tenant, { epoch, after: number - 1 }, 1), readNow(tenant)]);
  const change = changes?.items.find((item) => item.number === number);
  return change === undefined ? null : updateMessage(tenant.organizationId, epoch, at, change);
}

async function readNewest(tenant: Tenant): Promise<{ readonly number: number; readonly changes: Changes } | null> {
  const [feed] = await tenant.sql<{ last: number }[]>`select last::float8 as last from change_feeds where last > 0`;
  if (feed === undefined) return null;
  const number = feed.last - 1;
  const changes = await readChanges(tenant, { epoch: null, after: number }, 1);
  return changes && { number, changes };
}

async function readNow({ sql }: Tenant): Promise<Instant> {
  const [{ at }] = await sql<[{ at: Instant }]>`select statement_timestamp() as at`;
  return at;
}
