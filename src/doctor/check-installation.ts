import { readVersionCheck } from '../partner/versions/version-check.js';
import { readConnectionUse } from '../postgres/connection-budget.js';
import { readLastBackup } from '../postgres/last-backup.js';
import type { Sql } from '../postgres/sql.js';
import { readCertificates } from '../process/certificates.js';
import { instantFromMs } from '../values/instant.js';
import type { DoctorLine } from './doctor-line.js';
import { backupLine, certificateLine, connectionUseLine } from './edge-lines.js';
import { versionLines } from './version-lines.js';

export interface Installation {
  readonly sql: Sql;
  readonly apiVersion: string;
  /** Files of certificates that the installation's own parts show each other. */
  readonly certificates: readonly string[];
}

/** What the doctor says of what all organizations have in common. */
export async function checkInstallation({ sql, apiVersion, certificates }: Installation): Promise<DoctorLine[]> {
  const now = Date.now();
  return [
    ...versionLines(apiVersion, await readVersionCheck(sql), instantFromMs(now)),
    ...readCertificates(certificates).map((certificate) => certificateLine(certificate, now)),
    connectionUseLine(await readConnectionUse(sql)),
    backupLine(await readLastBackup(sql), now),
  ];
}
