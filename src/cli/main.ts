import { changeEnvironment, inheritedEnvironment } from '../config/config.js';
import { localServers } from '../process/local-servers.js';
import { paths } from '../process/paths.js';
import { createProgram } from './program.js';

/** For what is still being written. */
const LEAVE_MS = 2_000;

changeEnvironment(localServers(paths.local, inheritedEnvironment()));
try {
  await createProgram().parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
// Where nothing is left it has ended before. grpc-js 1.14.7 does not close a line whose TLS handshake nobody answers
// (Http2SubchannelConnector.shutdown), which would hold the process for as long as the other end is silent.
setTimeout(() => process.exit(), LEAVE_MS).unref();
