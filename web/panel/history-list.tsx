import type { Ref } from 'react';
import type { MerchantInFull } from '../shared/api/types.js';
import { isolated } from '../shared/format/outside.js';
import { AwayItem } from './away-item.js';
import { EventItem } from './event-item.js';
import type { HistoryLine } from './history-lines.js';
import styles from './history.module.css';
import { messages } from './messages.en.js';
import { UsageItem } from './usage-item.js';

export interface HistoryListProps {
  readonly id: string;
  readonly ref: Ref<HTMLOListElement>;
  readonly lines: readonly HistoryLine[];
  readonly merchant: MerchantInFull;
}

/** Lines of a history. Apps are named where there is more than one. */
export function HistoryList({ id, ref, lines, merchant: { apps, shopNumber } }: HistoryListProps) {
  const names = new Map(
    apps.map(({ appId, appName }) => [appId, appName === null ? messages.unnamedApp : isolated(appName)]),
  );
  const nameOf = (appId: string) => (apps.length > 1 ? (names.get(appId) ?? null) : null);
  return (
    <ol id={id} ref={ref} className={styles['lines']}>
      {lines.map((line) => {
        switch (line.kind) {
          case 'event':
            return <EventItem key={line.event.id} event={line.event} appName={nameOf(line.event.appId)} />;
          case 'usage':
            return (
              <UsageItem
                key={line.usage.id}
                usage={line.usage}
                appName={nameOf(line.usage.appId)}
                shopNumber={shopNumber}
              />
            );
          case 'away':
            return <AwayItem key={line.id} {...line} />;
        }
      })}
    </ol>
  );
}
