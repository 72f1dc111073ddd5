import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { paths } from '../../../src/process/paths.js';

/** A file of the checkout. */
export const text = (file: string) => readFileSync(join(paths.root, file), 'utf8');

const Environment = z.record(z.string(), z.string());
const EnvFile = z.union([z.string(), z.strictObject({ path: z.string(), required: z.literal(false) })]);
const Compose = z.object({
  services: z.record(
    z.string(),
    // A name without a value, in either form, would be taken from the caller's shell.
    z.object({
      environment: Environment.default({}),
      env_file: z.array(EnvFile).default([]),
      ports: z.array(z.string()).default([]),
      secrets: z.array(z.string()).default([]),
      profiles: z.array(z.string()).default([]),
      container_name: z.string().optional(),
    }),
  ),
});

/** The services of a compose file, read as Compose reads it. */
export const compose = (file: string) => Compose.parse(parse(text(file), { merge: true })).services;

function linesOf(file: string): Record<string, string> {
  const lines = text(file)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return Environment.parse(Object.fromEntries(lines.map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1) ?? [line])));
}

/** What a service of docker-compose.yml gets, before its secrets, with a `settings.env` of these lines. */
export function composeEnvironment(service: string, settings: Record<string, string> = {}): Record<string, string> {
  const { environment = {}, env_file = [] } = compose('docker-compose.yml')[service] ?? {};
  const files = env_file.map((file) => (typeof file === 'string' ? linesOf(file) : settings));
  return Object.assign({}, ...files, environment) as Record<string, string>;
}
