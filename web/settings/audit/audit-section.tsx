import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { useFocusOnMore } from '../../shared/ui/use-focus-on-more.js';
import { messages } from '../messages.en.js';
import { useAudit } from '../queries.js';
import { SettingsSection } from '../settings-section.js';
import { AuditTable } from './audit-table.js';
import { TOLD_ACTIONS } from './audit-text.js';

/** Who changed something here, or was refused. */
export function AuditSection({ connections }: { connections: readonly Connection[] }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(connections, TOLD_ACTIONS);
  const lines = data?.pages.flatMap(({ items }) => items);
  const { entriesRef, onMore } = useFocusOnMore('audit', lines?.length ?? 0);
  const { title, description, none, more } = messages.audit;
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
