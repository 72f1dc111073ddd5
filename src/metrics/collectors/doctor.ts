import { readReport } from '../../doctor/report.js';
import { instantToMs } from '../../values/instant.js';
import { PREFIX } from '../registry.js';
import { collector, single } from './collector.js';

/** What the daily doctor came to. */
export const doctor = collector({
  name: 'doctor',
  metrics: {
    lastSuccess: {
      name: `${PREFIX}doctor_last_success_timestamp_seconds`,
      type: 'gauge',
      help: 'When the doctor last ended having looked at every organization whole, whatever it found.',
    },
    findings: {
      name: `${PREFIX}doctor_findings`,
      type: 'gauge',
      help: 'What the daily doctor last found, by severity; fail is wrong already.',
      labelNames: ['severity'],
    },
  },
  read: async ({ sql }) => {
    const report = await readReport(sql);
    if (report === undefined) return { lastSuccess: [], findings: [] };
    const { wholeAt, failures, warnings, notes } = report;
    return {
      lastSuccess: single(wholeAt === null ? null : instantToMs(wholeAt) / 1000),
      findings: [
        { labels: { severity: 'fail' }, value: failures },
        { labels: { severity: 'warn' }, value: warnings },
        { labels: { severity: 'note' }, value: notes },
      ],
    };
  },
});
