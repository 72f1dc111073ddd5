/**
 * The folders of src, and which others each may import. Read from top to bottom it is the order of the layers: an arrow
 * leads to a line further up only. The processes (api, worker, cli) and `dev` stand in nobody's list: they put the rest
 * together, and nothing may depend on how.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  store: [],
  partner: [],
  simulator: [],
  // Names, signals and states are pure, so that whoever speaks to a workflow may know them.
  workflows: [],
  webhooks: ['partner', 'workflows'],
  connections: ['store', 'partner', 'workflows'],
  merchants: ['store', 'webhooks', 'connections'],
  // What config.ts is made of; it asks those who use a key whether it is one.
  config: ['webhooks', 'connections'],
  revenue: ['store', 'merchants'],
  sync: ['store', 'partner', 'workflows', 'webhooks', 'connections', 'merchants'],
  activities: ['store', 'partner', 'workflows', 'webhooks', 'connections', 'merchants', 'sync'],
  worker: ['store', 'partner', 'workflows', 'webhooks', 'connections', 'merchants', 'sync', 'activities'],
  api: ['store', 'partner', 'workflows', 'webhooks', 'connections', 'config', 'merchants', 'revenue', 'sync'],
  cli: ['store', 'partner', 'workflows', 'webhooks', 'connections', 'merchants', 'revenue', 'sync'],
  dev: ['store', 'simulator', 'workflows'],
};
