import type { Connection } from '../../shared/api/types.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { messages as shared } from '../../shared/messages.en.js';
import { messages } from '../messages.en.js';
import { useRunHours, useRuns } from '../queries.js';
import { DayStrip } from './day-strip.js';
import { toldRuns } from './run-text.js';
import { RunRow } from './run-row.js';
import styles from './runs-section.module.css';
import { SettingsSection } from '../settings-section.js';

/** What the last syncs did. */
export function RunsSection({ connection }: { connection: Connection }) {
  const { data: runs, error, refetch } = useRuns(connection);
  const { data: hours } = useRunHours(connection);
  const { title, description, none } = messages.runs;
  return (
    <SettingsSection level={3} title={title} description={description}>
      {runs === undefined && error !== null && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {runs === undefined && error === null && <Skeleton lines={3} label={shared.loading} />}
      {hours !== undefined && <DayStrip hours={hours} />}
      {runs?.length === 0 && <p className="subdued">{none}</p>}
      {runs !== undefined && runs.length > 0 && (
        <ol className={styles['runs']}>
          {toldRuns(runs, connection).map((told) => (
            <RunRow key={told.run.id} {...told} />
          ))}
        </ol>
      )}
    </SettingsSection>
  );
}
