import type { Ref } from 'react';
import type { AuditEntry, Connection } from '../../shared/api/types.js';
import { formatExact, formatMoment } from '../../shared/format/time.js';
import { messages as shared } from '../../shared/messages.en.js';
import { useFocusOnMore } from '../../shared/page/use-focus-on-more.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { Outside } from '../../shared/ui/text.js';
import { useAudit } from '../data/queries.js';
import { SettingsSection } from '../parts/settings-section.js';
import styles from './audit-section.module.css';
import { actionText, reasonText, SHOWN_ACTIONS } from './audit-text.js';
import { messages } from './messages.en.js';

/** Who changed something here, or was refused. */
export function AuditSection({ connections }: { connections: readonly Connection[] }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(connections, SHOWN_ACTIONS);
  const lines = data?.pages.flatMap(({ items }) => items);
  const { entriesRef, onMore } = useFocusOnMore('audit', lines?.length ?? 0);
  const { title, description, none, more } = messages;
  return (
    <SettingsSection level={2} title={title} description={description}>
      {error !== null && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {lines === undefined && error === null && <Skeleton lines={4} label={shared.loading} />}
      {lines?.length === 0 && <p className="subdued">{none}</p>}
      {lines !== undefined && lines.length > 0 && <AuditTable lines={lines} rowsRef={entriesRef} />}
      {hasNextPage && (
        <div>
          <Button
            isBusy={isFetchingNextPage}
            onClick={() => {
              onMore();
              void fetchNextPage();
            }}
          >
            {isFetchingNextPage ? shared.loading : more}
          </Button>
        </div>
      )}
    </SettingsSection>
  );
}

export interface AuditTableProps {
  readonly lines: readonly AuditEntry[];
  readonly rowsRef: Ref<HTMLTableSectionElement>;
}

/* The roles are the elements' own. They are said because browsers forget them where the table is stacked. */
function AuditTable({ lines, rowsRef }: AuditTableProps) {
  const { caption, columns, times } = messages;
  return (
    <table className={styles['audit']} role="table">
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {columns.at}
          </th>
          <th scope="col" role="columnheader">
            {columns.actor}
          </th>
          <th scope="col" role="columnheader">
            {columns.what}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" ref={rowsRef}>
        {lines.map((line) => {
          const reason = reasonText(line);
          return (
            <tr key={line.id} role="row">
              <td className={styles['at']} role="cell">
                <time dateTime={line.at} title={formatExact(line.at)}>
                  {formatMoment(line.at)}
                </time>
              </td>
              <td className={styles['name']} role="cell">
                <Outside text={line.actor} />
              </td>
              <td className={styles['name']} role="cell">
                {actionText(line)}
                {reason !== null && <p className="subdued">{reason}</p>}
                {line.count > 1 && <p className="subdued">{times(line.count, formatMoment(line.lastAt))}</p>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
