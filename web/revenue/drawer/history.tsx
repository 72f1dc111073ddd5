import { EVENT_TYPES } from '../../../src/merchants/definitions/event-types.js';
import { TERMS } from '../../../src/merchants/definitions/terms.js';
import type { MerchantEvent } from '../../shared/api/types.js';
import { Badge } from '../../shared/ui/badge.js';
import { RelativeTime } from '../../shared/ui/relative-time.js';
import { Outside } from '../../shared/ui/outside.js';
import { messages } from '../messages.en.js';
import { eventAmount, eventReason, eventTitle } from './event-text.js';
import styles from './history.module.css';
import { Part } from './part.js';
import { useMerchantPart } from './use-merchant.js';

export interface HistoryProps {
  readonly merchantKey: string;
  readonly appNames: ReadonlyMap<string, string | null>;
}

/** All that happened, newest first. Apps are named where there is more than one. */
export function History({ merchantKey, appNames }: HistoryProps) {
  const { history, noEvents, moreEvents } = messages.drawer;
  return (
    <Part heading={history} none={noEvents} more={moreEvents} part={useMerchantPart(merchantKey, 'events')}>
      {(events, entriesRef) => (
        <ol className={styles['events']} ref={entriesRef}>
          {events.map((event) => (
            <EventLine key={event.id} event={event} app={appNames.size > 1 ? appNames.get(event.appId) : null} />
          ))}
        </ol>
      )}
    </Part>
  );
}

function EventLine({ event, app }: { event: MerchantEvent; app: string | null | undefined }) {
  const amount = eventAmount(event);
  const reason = eventReason(event);
  return (
    <li data-counted={!event.suppressed}>
      <div className={styles['what']}>
        <span title={EVENT_TYPES[event.type]}>{eventTitle(event)}</span>
        {app != null && (
          <span className="subdued">
            <Outside text={app} />
          </span>
        )}
        {event.test && <Badge tone="neutral">{messages.drawer.test}</Badge>}
        {event.suppressed && (
          <span title={TERMS.Suppressed}>
            <Badge tone="neutral">{messages.drawer.notCounted}</Badge>
          </span>
        )}
      </div>
      <span className={styles['amount']}>{amount}</span>
      <span className={styles['when']}>
        <RelativeTime instant={event.occurredAt} />
      </span>
      {reason !== null && <p className={styles['reason']}>{reason}</p>}
    </li>
  );
}
