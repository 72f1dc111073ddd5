import type { Run } from '../../shared/api/types.js';
import { Badge } from '../../shared/ui/badge.js';
import { Reference } from '../../shared/ui/reference.js';
import { RelativeTime } from '../../shared/ui/relative-time.js';
import { messages } from '../messages.en.js';
import styles from './run-row.module.css';
import { outcomeOf, runErrorText, runFacts, RUN_TONE } from './run-text.js';

export function RunRow({ run }: { run: Run }) {
  const outcome = outcomeOf(run);
  const { outcomes, whatHappened } = messages.runs;
  return (
    <li className={styles['run']}>
      <Badge tone={RUN_TONE[outcome]}>{outcomes[outcome]}</Badge>
      <span>
        <RelativeTime instant={run.startedAt} />
      </span>
      <span className={styles['facts']}>{runFacts(run).join(' · ')}</span>
      {run.error !== null && (
        <details className={styles['error']}>
          <summary>{whatHappened}</summary>
          <p>{runErrorText(run.error)}</p>
          <Reference id={run.id} />
        </details>
      )}
    </li>
  );
}
