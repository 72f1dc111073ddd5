import { PREFIX } from '../registry.js';
import { collector, type Sample } from './collector.js';

interface Row {
  readonly connections: Readonly<Record<string, number>>;
  readonly most: number;
  readonly bytes: string;
  readonly committed: string;
  readonly rolledBack: string;
  readonly read: string;
  readonly hit: string;
}

/** What the database server says of itself. Sessions are those of the whole server, the rest is this database's. */
export const postgres = collector({
  name: 'postgres',
  metrics: {
    connections: {
      name: `${PREFIX}postgres_connections`,
      type: 'gauge',
      help: 'Sessions of the database server by state; `unknown` are those of others, whose state the worker may not see.',
      labelNames: ['state'],
    },
    most: {
      name: `${PREFIX}postgres_connections_max`,
      type: 'gauge',
      help: 'Sessions that the database server lets in at most (max_connections).',
    },
    bytes: {
      name: `${PREFIX}postgres_database_bytes`,
      type: 'gauge',
      help: 'Size of the database on disk.',
    },
    transactions: {
      name: `${PREFIX}postgres_transactions_total`,
      type: 'counter',
      help: 'Transactions of the database by how they ended.',
      labelNames: ['outcome'],
    },
    blocks: {
      name: `${PREFIX}postgres_blocks_total`,
      type: 'counter',
      help: 'Blocks that were read from disk, and those that were found in memory.',
      labelNames: ['source'],
    },
  },
  // What is sent here names no tenant and no row: the server's own counts.
  read: async ({ sql }) => {
    const [row] = await sql<[Row]>`
      select
        (
          select jsonb_object_agg(state, sessions)
          from (
            select coalesce(state, 'unknown') as state, count(*) as sessions
            from pg_stat_activity
            where datname is not null
            group by 1
          ) as states
        ) as connections,
        current_setting('max_connections')::integer as most,
        pg_database_size(datid) as bytes,
        xact_commit as committed, xact_rollback as rolled_back, blks_read as read, blks_hit as hit
      from pg_stat_database
      where datname = current_database()
    `;
    return {
      connections: labelled('state', row.connections),
      most: [{ value: row.most }],
      bytes: [{ value: Number(row.bytes) }],
      transactions: labelled('outcome', { committed: Number(row.committed), rolled_back: Number(row.rolledBack) }),
      blocks: labelled('source', { read: Number(row.read), hit: Number(row.hit) }),
    };
  },
});

function labelled(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
}
