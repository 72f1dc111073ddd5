import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgramSearch } from '../../../src/dev/programs.js';

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** As `npm view NAME@VERSION dist.integrity` says it: what comes and differs is refused. */
  readonly integrity: string;
}

const TIMEOUT_MS = 5 * 60_000;

/**
 * A package that must not lie in node_modules, because its programs would take the place of the machine's: fetched once,
 * and kept beside the servers. @returns its folder
 */
export async function npmPackage(search: ProgramSearch, { name, version, integrity }: NpmPackage): Promise<string> {
  const { processes, env, cache } = search;
  const place = join(cache, `${name}-${version}`);
  const inside = join('node_modules', name);
  if (existsSync(place)) return join(place, inside);
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'fetching-'));
  try {
    const dependencies = { [name]: version };
    const packages = { '': { dependencies }, [inside]: { version, integrity } };
    writeFileSync(join(draft, 'package.json'), JSON.stringify({ private: true, dependencies }));
    writeFileSync(join(draft, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, requires: true, packages }));
    await processes.run(
      {
        name: `npm ci of ${name}`,
        command: 'npm',
        args: ['ci', '--ignore-scripts', '--no-bin-links', '--no-audit', '--no-fund'],
        env,
        cwd: draft,
        wholeFamily: true,
      },
      TIMEOUT_MS,
    );
    if (!existsSync(place)) renameSync(draft, place);
    return join(place, inside);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
