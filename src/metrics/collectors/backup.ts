import { readLastBackup } from '../../postgres/last-backup.js';
import { instantToMs } from '../../values/instant.js';
import { PREFIX } from '../registry.js';
import { collector, single } from './collector.js';

/** When whoever takes backups last noted a whole one. */
export const backup = collector({
  name: 'backup',
  metrics: {
    lastSuccess: {
      name: `${PREFIX}backup_last_success_timestamp_seconds`,
      type: 'gauge',
      help: 'When the last backup was whole and on its disk; absent until the first.',
    },
  },
  read: async ({ sql }) => {
    const last = await readLastBackup(sql);
    return { lastSuccess: single(last === undefined ? null : instantToMs(last.endedAt) / 1000) };
  },
});
