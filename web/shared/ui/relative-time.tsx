import { formatExact, formatRelative } from '../format/time.js';
import { useNow } from './use-now.js';

/** `3 minutes ago`, with the exact time and zone in the tooltip and for screen readers. */
export function RelativeTime({ instant }: { instant: string }) {
  const nowMs = useNow();
  const exact = formatExact(instant);
  return (
    <time dateTime={instant} title={exact}>
      {formatRelative(instant, nowMs)}
      <span className="visually-hidden"> ({exact})</span>
    </time>
  );
}
