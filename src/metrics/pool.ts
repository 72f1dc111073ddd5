import { Gauge, type Registry } from 'prom-client';
import type { PoolUse } from '../postgres/pool-use.js';
import { PREFIX } from './registry.js';

/** How much of the process' pool of database connections is in use; what it opens beside the pool is not in it. */
export function poolMetrics(registry: Registry, use: PoolUse): void {
  new Gauge({
    name: `${PREFIX}pool_connections`,
    help: 'Open connections of the pool to the database.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      const { inUse, idle } = use.now();
      this.set({ state: 'in_use' }, inUse);
      this.set({ state: 'idle' }, idle);
    },
  });
  new Gauge({
    name: `${PREFIX}pool_waiting`,
    help: 'Transactions, and statements by themselves, that wait for a connection of the pool.',
    registers: [registry],
    collect() {
      this.set(use.now().waiting);
    },
  });
  new Gauge({
    name: `${PREFIX}pool_connections_max`,
    help: 'Connections that the pool opens at most.',
    registers: [registry],
  }).set(use.limit);
}
