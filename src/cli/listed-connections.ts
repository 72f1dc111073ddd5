import { readDirectory } from '../connections/store/connection-directory.js';
import { listConnectionStandings } from '../connections/store/connection-standing.js';
import { factsOf } from '../connections/view/read-connection-facts.js';
import { type ConnectionHealth, healthOf } from '../contract/connection-health.js';
import type { ConnectionStatus } from '../contract/connection-words.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { inParallel } from '../values/in-parallel.js';
import type { Instant } from '../values/instant.js';

/** One connection in an operator's list. */
export interface ListedConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly partnerOrganizationId: string;
  readonly status: ConnectionStatus;
  readonly health: ConnectionHealth;
  /** Code of the failure that is not over. */
  readonly error: string | null;
  readonly errorSince: string | null;
  readonly lastSyncedAt: string | null;
  /** Null where nothing is to come. */
  readonly nextSyncAt: Instant | null;
}

/** All that are named must be so. */
export interface ConnectionFilter {
  readonly status?: ConnectionStatus;
  readonly health?: ConnectionHealth;
  readonly error?: string;
  readonly partnerOrganization?: string;
}

/** As many as the command line has database connections. */
const AT_ONCE = 2;

/**
 * The connections of all organizations, organization by organization. What one is alike in is read from its rows, as its
 * workflow judges it, but as of now.
 * @param sql as convot_operator, which sees the connections of all tenants
 */
export async function listConnectionsOfAll(
  sql: Sql,
  filter: ConnectionFilter,
  intervalMs: number,
): Promise<ListedConnection[]> {
  const directory = await readDirectory(sql);
  const nextSyncs = new Map(directory.map(({ connectionId, nextSyncAt }) => [connectionId, nextSyncAt]));
  // An organization none of whose connections has the status need not be looked into.
  const possible = directory.filter(({ status }) => filter.status === undefined || status === filter.status);
  const found: ListedConnection[] = [];
  await inParallel(new Set(possible.map(({ organizationId }) => organizationId)), AT_ONCE, async (organizationId) => {
    for (const standing of await withTenant(sql, organizationId, listConnectionStandings)) {
      const { id, partnerOrganizationId, status } = standing;
      const facts = factsOf(standing);
      const health = healthOf(facts, { intervalMs }, Date.now());
      const nextSyncAt = health === 'stopped' || health === 'paused' ? null : (nextSyncs.get(id) ?? null);
      found.push({
        ...{ id, organizationId, partnerOrganizationId, status, health, nextSyncAt },
        error: facts.failure?.code ?? null,
        errorSince: facts.failure?.since ?? null,
        lastSyncedAt: facts.lastSyncedAt,
      });
    }
  });
  return found
    .filter((connection) => isWanted(connection, filter))
    .toSorted((a, b) => a.organizationId.localeCompare(b.organizationId));
}

function isWanted(
  connection: ListedConnection,
  { status, health, error, partnerOrganization }: ConnectionFilter,
): boolean {
  return (
    (status ?? connection.status) === connection.status &&
    (health ?? connection.health) === connection.health &&
    (error ?? connection.error) === connection.error &&
    (partnerOrganization ?? connection.partnerOrganizationId) === connection.partnerOrganizationId
  );
}

/** How many there are of each word, the most first. */
export function countBy(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
}
