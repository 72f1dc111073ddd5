import { authSettings, type Environment, readEnvironment, tokenKeys } from '../config/config.js';
import { checkInstallationKey } from '../connections/keys/installation-key.js';
import { createTokenCipher } from '../connections/keys/token-cipher.js';
import { compareTokenKeys } from '../connections/keys/token-key-checks.js';
import { checkInstallation } from '../doctor/check-installation.js';
import { checkOrganization } from '../doctor/check-organization.js';
import type { DoctorLine } from '../doctor/doctor-line.js';
import { listOrganizations, sampleOf } from '../doctor/organizations.js';
import { partnerEndpoint } from '../partner/client/endpoint.js';
import { checkServiceRoles } from '../postgres/check-role.js';
import type { Sql } from '../postgres/sql.js';
import { createAuthenticate } from '../sign-in/authenticate.js';
import { withDatabase, withTemporal } from './operator.js';
import { print } from './print.js';

export interface DoctorOptions {
  /** So many organizations by chance; all of them when left out. */
  readonly sample?: number;
  /** This one only. */
  readonly organization?: string;
  /** One JSON object a line. */
  readonly json?: true;
  /** No organization is begun after that, and the one under way is left. */
  readonly withinMs: number;
}

/** A check is bounded by the time that is left; whatever else is asked, a little later. */
const MARGIN_MS = 30_000;
const TELL_EVERY_MS = 5_000;
const EXIT = { wrong: 1, unfinished: 2 } as const;

/**
 * Checks what api and worker need; then what Shopify says of its API's versions, certificates, connections to Postgres and
 * the last backup; then, organization by organization, when each connection was last compared with Shopify and what is
 * always true. Exits with 1 when something is missing or wrong, with 2 when nothing is but time was up.
 */
export async function doctor(options: DoctorOptions): Promise<void> {
  const environment = readEnvironment();
  const { withinMs } = options;
  const say = options.json === true ? sayJson : sayText;
  const untilMs = performance.now() + withinMs;
  for (const [name, check] of needs(environment)) {
    try {
      await check();
      say({ level: 'ok', text: name });
    } catch (error) {
      say({ level: 'FAIL', text: `${name}: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  if (process.exitCode === EXIT.wrong) return;
  const { PARTNER_API_VERSION: apiVersion, CERTIFICATE_FILES: certificates } = environment;
  await withDatabase(
    environment,
    async (sql) => {
      (await checkInstallation({ sql, apiVersion, certificates })).forEach(say);
      await checkOrganizations(sql, options, untilMs, say);
    },
    withinMs + MARGIN_MS,
  );
}

function needs(environment: Environment): [string, () => unknown][] {
  return [
    ['token keys', () => createTokenCipher(tokenKeys(environment))],
    ['access tokens', () => createAuthenticate(authSettings(environment))],
    // The role is checked on the way.
    ['database, role convot_operator', () => withDatabase(environment, () => Promise.resolve())],
    ['database, roles of api and worker', () => withDatabase(environment, checkServiceRoles)],
    [
      'token keys are those of this database',
      () =>
        withDatabase(environment, async (sql) => {
          await compareTokenKeys(sql, tokenKeys(environment));
          await checkInstallationKey(sql, tokenKeys(environment));
        }),
    ],
    // Closed whatever comes of it: a line on which nobody answers would keep this from ending.
    ['Temporal', () => withTemporal(environment, (client) => client.connection.ensureConnected())],
    ['Partner API address', () => partnerEndpoint(environment.PARTNER_API_URL, '1', environment.PARTNER_API_VERSION)],
  ];
}

async function checkOrganizations(
  sql: Sql,
  { sample, organization: wanted }: DoctorOptions,
  untilMs: number,
  say: (line: DoctorLine) => void,
) {
  const all = await listOrganizations(sql);
  const known = wanted === undefined ? all : all.filter(({ organizationId }) => organizationId === wanted);
  if (wanted !== undefined && known.length === 0) throw new Error(`${wanted} has no connection.`);
  const chosen = sample === undefined ? known : sampleOf(known, sample);
  let whole = 0;
  let toldAtMs = performance.now();
  for (const organization of chosen) {
    const { lines, isWhole } = await checkOrganization(sql, organization, untilMs);
    lines.forEach(say);
    if (!isWhole) break;
    whole += 1;
    if (performance.now() - toldAtMs < TELL_EVERY_MS) continue;
    toldAtMs = performance.now();
    // Beside the answer: whoever keeps that sees how far it is all the same.
    console.error(`${whole} of ${chosen.length} organizations`);
  }
  const left = chosen.length - whole;
  if (left === 0) return;
  say({
    level: 'note',
    text: `time was up: ${left} of ${chosen.length} organizations were not looked at, or not whole`,
  });
  process.exitCode ??= EXIT.unfinished;
}

function sayText({ level, text }: DoctorLine): void {
  if (level === 'FAIL') process.exitCode = EXIT.wrong;
  print(`${level.padEnd(4)}  ${text}`);
}

function sayJson(line: DoctorLine): void {
  if (line.level === 'FAIL') process.exitCode = EXIT.wrong;
  print(JSON.stringify(line));
}
