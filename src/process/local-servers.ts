import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const NAMES = [
  'DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'PARTNER_API_URL',
  'ALLOW_PARTNER_API_OVERRIDE',
] as const;

const Servers = z.partialRecord(z.enum(NAMES), z.string());

/** Notes which servers `npm start` works with, so that the command line finds them. The database's password is in it. */
export function rememberServers(directory: string, environment: NodeJS.ProcessEnv): void {
  const servers = Object.fromEntries(NAMES.map((name) => [name, environment[name]]));
  const file = join(directory, 'servers.json');
  writeFileSync(`${file}.new`, JSON.stringify(servers), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/**
 * What the last `npm start` of this checkout says of servers and `environment` does not. Production has to say all.
 * @returns variables to add
 */
export function localServers(directory: string, environment: NodeJS.ProcessEnv): Record<string, string> {
  if (environment['NODE_ENV'] === 'production') return {};
  let text: string;
  try {
    text = readFileSync(join(directory, 'servers.json'), 'utf8');
  } catch {
    return {};
  }
  return Object.fromEntries(Object.entries(Servers.parse(JSON.parse(text))).filter(([name]) => !(name in environment)));
}
