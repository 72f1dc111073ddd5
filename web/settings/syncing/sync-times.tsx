import type { ReactNode } from 'react';
import { isBusy } from '../../shared/api/polling.js';
import type { Connection } from '../../shared/api/types.js';
import { useNow } from '../../shared/page/use-now.js';
import { RelativeTime } from '../../shared/ui/text.js';
import { messages } from './messages.en.js';
import { nextWhileWaitingText } from './progress-text.js';
import styles from './sync-times.module.css';
import { verificationText } from './verification-text.js';

/**
 * When it was synced and will be, apart from how new the newest record is: a quiet week is no late sync. And when all of
 * it was compared with Shopify.
 */
export function SyncTimes({ connection }: { connection: Connection }) {
  const { lastSyncedAt, nextSyncAt, dataThrough, verification } = connection;
  const nowMs = useNow();
  const words = messages.sync;
  return (
    <>
      <dl className={styles['times']}>
        <Fact name={words.lastSynced}>
          {lastSyncedAt === null ? words.never : <RelativeTime instant={lastSyncedAt} />}
        </Fact>
        {nextSyncAt !== null && (
          <Fact name={words.nextSync}>
            {connection.phase === 'waiting' ? (
              nextWhileWaitingText(connection.waitingUntil ?? nextSyncAt, nowMs)
            ) : isBusy(connection) ? (
              words.running
            ) : Date.parse(nextSyncAt) <= nowMs ? (
              words.due
            ) : (
              <RelativeTime instant={nextSyncAt} />
            )}
          </Fact>
        )}
        <Fact name={words.dataThrough}>
          {dataThrough === null ? words.noData : <RelativeTime instant={dataThrough} />}
        </Fact>
        <Fact name={words.lastVerified}>
          {verification === null ? words.neverVerified : <RelativeTime instant={verification.verifiedAt} />}
        </Fact>
      </dl>
      {verification !== null && <p className="subdued">{verificationText(verification).join(' ')}</p>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="subdued">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
