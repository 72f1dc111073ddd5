import type { Environment } from '../config/config.js';
import { readDirectory } from '../connections/store/connection-directory.js';
import { type Finding, findWrong } from '../merchants/always-true/check.js';
import { ALWAYS_TRUE } from '../merchants/always-true/checks.js';
import { withTenant } from '../postgres/tenant.js';
import { withDatabase } from './operator.js';
import { print } from './print.js';

/** A check goes through all of an organization, which may take longer than any other statement may. */
const TAKES_ALL_THE_TIME = 0;

/** One line for each organization and each thing that is always true; sets the exit code to 1 when one is not. */
export async function checkAlwaysTrue(environment: Environment): Promise<void> {
  const directory = await withDatabase(environment, 'convot_worker', readDirectory);
  const organizations = [...new Set(directory.map(({ organizationId }) => organizationId))];
  await withDatabase(
    environment,
    'convot_readonly',
    async (sql) => {
      for (const organizationId of organizations) {
        for (const check of ALWAYS_TRUE) {
          const finding = await withTenant(sql, organizationId, async (tenant) => {
            await tenant.sql`set transaction read only`;
            return findWrong(tenant, check);
          });
          if (finding.wrong > 0) process.exitCode = 1;
          print(line(`${organizationId}: ${check.name}`, finding));
        }
      }
    },
    TAKES_ALL_THE_TIME,
  );
}

function line(name: string, { lookedAt, wrong, examples }: Finding): string {
  if (wrong === 0) return `ok    ${name} (${lookedAt} looked at)`;
  return `FAIL  ${name}: not so ${wrong} times of ${lookedAt}, such as ${examples.join(', ')}`;
}
