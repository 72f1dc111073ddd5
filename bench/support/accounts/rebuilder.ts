import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type * as RebuildMerchants from '../../../src/merchants/derive/rebuild-merchants.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import { paths } from '../../../src/process/paths.js';
import { residentMegabytes } from '../run/memory-samples.js';

/*
 * A process that rebuilds the merchants of one connection by the compiled code of production: says what memory it
 * has once it is connected, and then what it did.
 */
const { values } = parseArgs({
  options: {
    'database-url': { type: 'string', default: '' },
    'organization-id': { type: 'string', default: '' },
    'connection-id': { type: 'string', default: '' },
  },
});
const compiled = pathToFileURL(join(paths.dist, 'merchants/derive/rebuild-merchants.js')).href;
const { rebuildMerchants } = (await import(compiled)) as typeof RebuildMerchants;
const sql = connectPostgres(values['database-url'], { applicationName: 'bench', role: 'convot_worker', max: 1 });
await sql`select 1`;
console.log(JSON.stringify({ idleMb: residentMegabytes(process.pid) }));
const beganMs = performance.now();
const cpuBefore = process.cpuUsage();
let [rows, derived, changed] = [0, 0, 0];
const key = { organizationId: values['organization-id'], connectionId: values['connection-id'] };
for await (const batch of rebuildMerchants(sql, key)) {
  rows += batch.rows;
  derived += batch.created;
  changed += batch.differences.length;
}
const { user, system } = process.cpuUsage(cpuBefore);
const seconds = (performance.now() - beganMs) / 1000;
console.log(JSON.stringify({ rows, derived, changed, seconds, processSeconds: (user + system) / 1e6 }));
await sql.end();
