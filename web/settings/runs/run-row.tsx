import { Badge } from '../../shared/ui/badge.js';
import { formatExact } from '../../shared/format/time.js';
import { CopyButton } from '../../shared/ui/copy-button.js';
import { messages as shared } from '../../shared/messages.en.js';
import { useNow } from '../../shared/ui/use-now.js';
import { messages } from '../messages.en.js';
import styles from './run-row.module.css';
import { runFacts, runReason, runTime, RUN_TONE, type ToldRun } from './run-text.js';

export function RunRow({ run, outcome }: ToldRun) {
  const nowMs = useNow();
  const reason = runReason(run, outcome);
  const { reference, copyReference } = shared.problems;
  return (
    <li className={styles['run']}>
      <Badge tone={RUN_TONE[outcome]}>{messages.runs.outcomes[outcome]}</Badge>
      <time dateTime={run.startedAt} title={formatExact(run.startedAt)} className={styles['time']}>
        {runTime(run, nowMs)}
      </time>
      <span className={styles['facts']}>{runFacts(run).join(' · ')}</span>
      {reason !== null && (
        <p className={styles['reason']}>
          {reason}
          {run.error !== null && <CopyButton text={run.id} label={copyReference} what={reference} />}
        </p>
      )}
    </li>
  );
}
