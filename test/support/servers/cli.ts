import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { paths } from '../../../src/process/paths.js';

/** Runs one of the operator's commands as a process, compiled. @returns what it printed @throws when it exits with another code than 0 */
export async function runCli(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const { PATH, HOME } = inheritedEnvironment();
  const env = { PATH, HOME, NODE_ENV: 'test', ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [join(paths.dist, 'cli/main.js'), ...args], { env });
  return stdout.trimEnd();
}
