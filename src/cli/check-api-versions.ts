import type { Environment } from '../config/config.js';
import { readVersionCheck } from '../partner/versions/version-check.js';
import { instantFromMs } from '../values/instant.js';
import { printLine } from './doctor-line.js';
import { withDatabase } from './operator.js';
import { versionLines } from './version-lines.js';

/** One line for the API version that we use, and one for the next, by what Shopify last said. */
export async function checkApiVersions(environment: Environment): Promise<void> {
  const check = await withDatabase(environment, 'convot_readonly', readVersionCheck);
  versionLines(environment.PARTNER_API_VERSION, check, instantFromMs(Date.now())).forEach(printLine);
}
