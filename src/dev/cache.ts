import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where downloaded and built programs stay, shared by all checkouts of this user; `fallback` when there is no home
 * directory to write to.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv, fallback: string): string {
  const configured = env['XDG_CACHE_HOME'] ?? '';
  // The XDG specification says that a relative path is to be ignored.
  const base = isAbsolute(configured) ? configured : join(homedir(), '.cache');
  for (const directory of [join(base, 'convot-partner-sync'), fallback]) {
    try {
      mkdirSync(directory, { recursive: true });
      return directory;
    } catch {
      // The next one, then.
    }
  }
  throw new Error(`Cannot write to ${base} nor to ${fallback}. Set XDG_CACHE_HOME to a folder that you may write to.`);
}
