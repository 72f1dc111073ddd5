import { inheritedEnvironment } from '../config.js';
import { fillInLocalServers } from '../local-servers.js';
import { paths } from '../paths.js';
import { createProgram } from './program.js';

// Into the environment itself: Temporal's own package reads its variables there.
fillInLocalServers(paths.local, inheritedEnvironment());
try {
  await createProgram().parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
