import { apiVersion } from './api-version.js';
import { backlog } from './backlog.js';
import { backup } from './backup.js';
import type { Collector } from './collector.js';
import { connections } from './connections.js';
import { doctor } from './doctor.js';
import { freshness } from './freshness.js';
import { outbox } from './outbox.js';
import { postgres } from './postgres.js';
import { tokenKeys } from './token-keys.js';

/** Everything that is read from the database when a worker is scraped. */
export const collectors: readonly Collector[] = [
  connections,
  freshness,
  backlog,
  outbox,
  tokenKeys,
  apiVersion,
  postgres,
  doctor,
  backup,
];
