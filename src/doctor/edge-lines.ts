import type { ConnectionUse } from '../postgres/connection-budget.js';
import type { LastBackup } from '../postgres/last-backup.js';
import { type Certificate, daysLeft } from '../process/certificates.js';
import { instantToMs } from '../values/instant.js';
import type { DoctorLine } from './doctor-line.js';

const RENEW_FROM_DAYS = 60;
const HOUR_MS = 3_600_000;
/** One is taken each day, and may take hours. The alert BackupsOld says the same (tools/monitoring/rules.yml). */
export const BACKUP_LATE_AFTER_MS = 30 * HOUR_MS;
/** What is left above it is for an operator, and for a deployment, during which the old and the new run side by side. */
const CROWDED = 0.8;

/** Whether one of our own certificates has to be renewed. Pure. */
export function certificateLine(certificate: Certificate, nowMs: number): DoctorLine {
  const { name, validTo } = certificate;
  if (validTo === null) return { level: 'FAIL', text: `certificate ${name}: it cannot be read` };
  const days = daysLeft(validTo, nowMs);
  const text = `certificate ${name}: valid until ${validTo.slice(0, 'YYYY-MM-DD'.length)}, for ${days} days`;
  if (days < 0) return { level: 'FAIL', text: `certificate ${name}: it has ended` };
  return { level: days < RENEW_FROM_DAYS ? 'warn' : 'ok', text };
}

/** Whether Postgres has connections left for more processes. Pure. */
export function connectionUseLine({ open, most, byProcess }: ConnectionUse): DoctorLine {
  const whose = byProcess.map(({ name, count }) => `${name} ${count}`).join(', ');
  return {
    level: open > most * CROWDED ? 'warn' : 'ok',
    text: `Postgres connections: ${open} of ${most} are open (${whose})`,
  };
}

/** When the last backup was taken. Pure. */
export function backupLine(last: LastBackup | undefined, nowMs: number): DoctorLine {
  if (last === undefined) return { level: 'note', text: 'backup: none was taken by this installation itself' };
  const isLate = nowMs - instantToMs(last.endedAt) > BACKUP_LATE_AFTER_MS;
  return { level: isLate ? 'warn' : 'ok', text: `backup: the last one is of ${last.endedAt}, ${last.bytes} bytes` };
}
