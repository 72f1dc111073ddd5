import { readDirectory } from '../connections/store/connection-directory.js';
import type { Sql } from '../postgres/sql.js';
import { groupBy } from '../values/group-by.js';
import type { Organization } from './check-organization.js';

/** Every organization that has a connection, by its id. */
export async function listOrganizations(sql: Sql): Promise<Organization[]> {
  const byOrganization = groupBy(await readDirectory(sql), ({ organizationId }) => organizationId);
  return [...byOrganization].map(([organizationId, entries]) => ({
    organizationId,
    connectionIds: entries.map(({ connectionId }) => connectionId),
  }));
}

/** So many of them by chance, or all when there are fewer. */
export function sampleOf<T>(all: readonly T[], size: number): T[] {
  const left = [...all];
  for (let index = 0; index < Math.min(size, left.length); index += 1) {
    const chosen = index + Math.floor(Math.random() * (left.length - index));
    [left[index], left[chosen]] = [left[chosen] as T, left[index] as T];
  }
  return left.slice(0, size);
}
