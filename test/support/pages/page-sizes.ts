import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { paths } from '../../../src/process/paths.js';

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
  }),
);

export interface PageSize {
  /** Compressed JavaScript that the page needs before it shows itself, in bytes. */
  readonly firstBytes: number;
  /** What it loads later beside it. */
  readonly laterBytes: number;
}

/** How much JavaScript a page is, as `npm run build` has made it. @param page such as `panel` */
export function pageSize(page: string): PageSize {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(paths.pages, '.vite', 'manifest.json'), 'utf8')));
  const reach = (names: readonly string[], follow: (name: string) => readonly string[]) => {
    const reached = new Set<string>();
    const open = [...names];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      open.push(...follow(name));
    }
    return reached;
  };
  const first = reach([`${page}.html`], (name) => manifest[name]?.imports ?? []);
  const all = reach([`${page}.html`], (name) => [
    ...(manifest[name]?.imports ?? []),
    ...(manifest[name]?.dynamicImports ?? []),
  ]);
  const bytes = (names: ReadonlySet<string>) =>
    [...names]
      .map((name) => manifest[name]?.file ?? '')
      .filter((file) => file.endsWith('.js'))
      .reduce((sum, file) => sum + compressed(file), 0);
  const firstBytes = bytes(first);
  return { firstBytes, laterBytes: bytes(all) - firstBytes };
}

function compressed(file: string): number {
  return gzipSync(readFileSync(join(paths.pages, file))).length;
}
