import type { Connection } from '../../shared/api/types.js';
import { formatExact } from '../../shared/format/time.js';
import { messages as shared } from '../../shared/messages.en.js';
import { useNow } from '../../shared/page/use-now.js';
import { Badge } from '../../shared/ui/badge.js';
import { CopyButton } from '../../shared/ui/copy-button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { useRunHours, useRuns } from '../data/queries.js';
import { SettingsSection } from '../parts/settings-section.js';
import { DayStrip } from './day-strip.js';
import { messages } from './messages.en.js';
import { RUN_TONE, runFacts, runReason, runTime, type ShownRun, shownRuns } from './run-text.js';
import styles from './runs-section.module.css';

/** What the last syncs did. */
export function RunsSection({ connection }: { connection: Connection }) {
  const { data: runs, error, refetch } = useRuns(connection);
  const { data: hours } = useRunHours(connection);
  const { title, description, none } = messages;
  return (
    <SettingsSection level={3} title={title} description={description}>
      {runs === undefined && error !== null && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {runs === undefined && error === null && <Skeleton lines={3} label={shared.loading} />}
      {hours !== undefined && <DayStrip hours={hours} />}
      {runs?.length === 0 && <p className="subdued">{none}</p>}
      {runs !== undefined && runs.length > 0 && (
        <ol className={styles['runs']}>
          {shownRuns(runs, connection).map((told) => (
            <RunRow key={told.run.id} {...told} />
          ))}
        </ol>
      )}
    </SettingsSection>
  );
}

function RunRow({ run, outcome }: ShownRun) {
  const nowMs = useNow();
  const reason = runReason(run, outcome);
  const { reference, copyReference } = shared.problems;
  return (
    <li className={styles['run']}>
      <Badge tone={RUN_TONE[outcome]}>{messages.outcomes[outcome]}</Badge>
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
