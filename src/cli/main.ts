import { changeEnvironment, inheritedEnvironment } from '../config/config.js';
import { localServers } from '../process/local-servers.js';
import { paths } from '../process/paths.js';
import { createProgram } from './program.js';

changeEnvironment(localServers(paths.local, inheritedEnvironment()));
try {
  await createProgram().parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
