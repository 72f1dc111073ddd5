import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { type Changes, type MerchantChange, readChanges } from '../changes/read-changes.js';
import { readUpdateCursor, type UpdateCursor } from './update-cursor.js';
import { type UpdateMessage, updateMessage } from './update-message.js';

/** What Convot is to be told next of an organization's feed, in order. */
export interface UpdateBatch {
  /** As it is stored. */
  readonly cursor: UpdateCursor | null;
  /** Where it stands before any of these is told, in the epoch that they are of. */
  readonly before: UpdateCursor;
  /** Each of another merchant: they are sent side by side, and what is told of one merchant keeps its order. */
  readonly messages: readonly [UpdateMessage, ...UpdateMessage[]];
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
  if (begun === null) return null;
  const { epoch, items } = begun.changes;
  const [first, ...others] = untilRepeated(items).map((change) =>
    updateMessage(tenant.organizationId, epoch, at, change),
  );
  if (first === undefined) return null;
  return { cursor, before: { epoch, number: begun.number }, messages: [first, ...others] };
}

/** Where a merchant entered or left a segment and has changed since, it comes a second time. */
function untilRepeated(items: readonly MerchantChange[]): readonly MerchantChange[] {
  const refs = new Set<string>();
  const repeated = items.findIndex(({ ref }) => refs.size === refs.add(ref).size);
  return repeated === -1 ? items : items.slice(0, repeated);
}

/**
 * The message that was told last, or will be, of any merchant but these: by it can be seen whether the receiver takes
 * anything at all.
 * @param tenant of a transaction that sees one moment (`inSnapshot`)
 * @returns null where there is no other merchant
 */
export async function readAnother(
  tenant: Tenant,
  { before, messages }: Pick<UpdateBatch, 'before' | 'messages'>,
): Promise<UpdateMessage | null> {
  const refs = messages.map(({ ref }) => ref);
  const [newest] = await tenant.sql<{ number: number }[]>`
    select number::float8 as number
    from merchant_changes
    where shop_number is not null and ref::text <> all (${refs}::text[])
    order by number desc
    limit 1
  `;
  return newest === undefined ? null : readUpdate(tenant, { epoch: before.epoch, number: newest.number });
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
