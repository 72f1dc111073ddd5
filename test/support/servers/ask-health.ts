import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { paths } from '../../../src/process/paths.js';

/** What `worker/health.js` says of a worker process, as a container's health check asks it. */
export function askHealth({ pid }: { readonly pid: number }): Promise<{ isWell: boolean; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(paths.dist, 'worker/health.js'), String(pid)], (error, said) => {
      resolve({ isWell: error === null, said });
    });
  });
}
