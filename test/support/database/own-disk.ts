import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Puts a small disk of its own at a folder, in memory. @throws unless `mayMount` */
export function mount(folder: string, megabytes: number): void {
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`];
  execFileSync('mount', [...options, 'tmpfs', folder], { stdio: 'ignore' });
}

/** Takes it away, also from those who have not quite ended. */
export function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
}

/** Whether we may make disks: it takes root, and not every container lets root. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'convot-mount-'));
  try {
    mount(folder, 1);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
