/**
 * The folders of src, and which others each may import. Read from top to bottom it is the order of the floors: an arrow
 * leads to a line further up only. Everybody may import `values`. The processes (api, worker, cli) and `dev` stand in
 * nobody's list: they put the rest together, and nothing may depend on how.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  values: [],
  process: [],
  contract: [],
  development: ['contract'],
  postgres: [],
  // Each token's pace is kept in the database, for all processes.
  partner: ['contract', 'postgres'],
  simulator: ['process', 'contract'],
  workflows: ['contract'],
  // OpenTelemetry is loaded by it alone, and only where it is configured.
  tracing: ['contract', 'postgres'],
  webhooks: ['contract', 'postgres'],
  connections: ['contract', 'postgres', 'partner', 'webhooks'],
  // What was erased for good, and what keeps it away: pages and persons who ask are held against it.
  erasure: ['contract', 'postgres', 'connections'],
  merchants: ['contract', 'postgres', 'connections', 'erasure', 'webhooks'],
  revenue: ['contract', 'postgres'],
  sync: ['contract', 'postgres', 'partner', 'webhooks', 'connections', 'erasure', 'merchants'],
  // What is looked at by the operator's command and, once a day, by the worker.
  doctor: ['process', 'contract', 'postgres', 'partner', 'connections', 'merchants'],
  // What config.ts is made of; it asks those who use a key whether it is one.
  config: ['process', 'development', 'webhooks', 'connections'],
  // Who speaks: Convot's access tokens, for the api and for the operator's check of them.
  'sign-in': ['contract', 'config'],
  activities: ['contract', 'postgres', 'partner', 'webhooks', 'connections', 'merchants', 'sync', 'doctor'],
  // What a process shows of itself and of the database; only processes know of it, and hand in what counts.
  metrics: ['process', 'contract', 'postgres', 'partner', 'webhooks', 'connections', 'sync', 'doctor', 'config'],
  worker: [
    ...['process', 'contract', 'postgres', 'tracing', 'partner', 'webhooks', 'connections', 'erasure', 'sync'],
    ...['config', 'activities', 'metrics'],
  ],
  api: [
    ...['process', 'contract', 'development', 'postgres', 'tracing', 'partner', 'connections', 'erasure', 'merchants'],
    ...['revenue', 'sync', 'config', 'sign-in', 'metrics'],
  ],
  cli: [
    ...['process', 'contract', 'development', 'postgres', 'partner', 'webhooks', 'connections', 'erasure', 'merchants'],
    ...['sync', 'doctor', 'config', 'sign-in'],
  ],
  dev: ['process', 'contract', 'development', 'postgres', 'simulator', 'config'],
};
