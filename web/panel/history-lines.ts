import type { MerchantEvent } from '../shared/api/types.js';

export type HistoryLine =
  | { readonly kind: 'event'; readonly event: MerchantEvent }
  /** Between an uninstall and the return after it. */
  | { readonly kind: 'away'; readonly id: string; readonly from: string; readonly until: string };

const NEWS = 3;

/**
 * The latest events that tell something new, newest first. What another row accounts for is no news, and regular usage
 * would hide all else: it fills up what is left.
 */
export function latestNews(events: readonly MerchantEvent[]): HistoryLine[] {
  const candidates = events.filter(({ suppressed }) => !suppressed);
  const turns = candidates.filter(({ type }) => type !== 'usage_charge').slice(0, NEWS);
  const others = candidates.filter(({ type }) => type === 'usage_charge').slice(0, NEWS - turns.length);
  const chosen = new Set([...turns, ...others]);
  return candidates.filter((event) => chosen.has(event)).map((event) => ({ kind: 'event', event }));
}

/** The whole history, newest first, with the time that the merchant was away from an app. */
export function wholeHistory(events: readonly MerchantEvent[]): HistoryLine[] {
  return events.flatMap((event, place): HistoryLine[] => {
    const line = { kind: 'event' as const, event };
    const left = event.type === 'reinstalled' ? uninstallBefore(events.slice(place + 1), event.appId) : undefined;
    if (left === undefined) return [line];
    return [line, { kind: 'away', id: `away ${event.id}`, from: left.occurredAt, until: event.occurredAt }];
  });
}

function uninstallBefore(older: readonly MerchantEvent[], appId: string): MerchantEvent | undefined {
  const last = older.find(
    (event) => event.appId === appId && ['installed', 'reinstalled', 'uninstalled'].includes(event.type),
  );
  return last?.type === 'uninstalled' ? last : undefined;
}
