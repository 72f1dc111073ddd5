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
  webhooks: ['contract', 'postgres'],
  connections: ['contract', 'postgres', 'partner'],
  merchants: ['contract', 'postgres', 'connections', 'webhooks'],
  revenue: ['contract', 'postgres'],
  sync: ['contract', 'postgres', 'partner', 'webhooks', 'connections', 'merchants'],
  // What config.ts is made of; it asks those who use a key whether it is one.
  config: ['process', 'development', 'webhooks', 'connections'],
  // Who speaks: Convot's access tokens, for the api and for the operator's check of them.
  'sign-in': ['contract', 'config'],
  activities: ['contract', 'postgres', 'partner', 'webhooks', 'connections', 'merchants', 'sync'],
  worker: ['process', 'contract', 'postgres', 'partner', 'webhooks', 'connections', 'config', 'activities'],
  api: [
    ...['process', 'contract', 'development', 'postgres', 'partner', 'connections', 'merchants', 'revenue'],
    ...['sync', 'config', 'sign-in'],
  ],
  cli: [
    ...['process', 'contract', 'development', 'postgres', 'partner', 'webhooks', 'connections', 'merchants', 'sync'],
    ...['config', 'sign-in'],
  ],
  dev: ['process', 'contract', 'development', 'postgres', 'simulator', 'config'],
};
