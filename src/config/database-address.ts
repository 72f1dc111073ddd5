import postgres from 'postgres';
import { isThisMachine } from '../process/this-machine.js';

/**
 * What is wrong with the address of a database; undefined when nothing is.
 *
 * Judged by what postgres.js itself makes of it, not by a second parser: of two passwords, hosts or `sslmode`s that an
 * address can be read as having, the driver's choice is the one that counts (3.4.9 takes the last `sslmode`, the text
 * between the first `@` and the path for a list of hosts, and `PGHOST` and `PGSSL` for what is missing).
 */
export function databaseAddressComplaint(address: string, isProduction: boolean): string | undefined {
  const repeated = repeatedParameter(address);
  if (repeated !== undefined) return `gives ${repeated} more than once; leave one`;
  const understood = understand(address);
  if (understood === undefined) return 'is not an address that the database driver understands';
  if (!isProduction || understood.isLocal || understood.ssl === 'verify-full') return undefined;
  return (
    'reaches another machine without checking who that is: add sslmode=verify-full to the address. ' +
    '(NODE_EXTRA_CA_CERTS names a private authority; PGSSLMODE is not read)'
  );
}

function repeatedParameter(address: string): string | undefined {
  const names = [...new URL(address).searchParams.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  // A name is shown only if it can be no value that slipped there.
  return repeated === undefined || /^ssl[a-z]{0,11}$/.test(repeated) ? repeated : 'a parameter';
}

/** The driver connects to nothing before its first statement. */
function understand(address: string) {
  try {
    const { host, path, ssl } = postgres(address, { max: 1 }).options;
    // A path is that of a socket in the file system, which only PGHOST can name.
    return { isLocal: typeof path === 'string' || host.every(isThisMachine), ssl };
  } catch {
    return undefined;
  }
}
