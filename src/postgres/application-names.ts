/**
 * What processes that read and write tenants' rows call their sessions: a breaking migration waits until none is left, and
 * the database refuses those whose name begins so when they are too old (0021_schema_version.sql).
 */
export const SERVED_APPLICATIONS = { api: 'convot-api', worker: 'convot-worker', cli: 'convot-cli' } as const;
