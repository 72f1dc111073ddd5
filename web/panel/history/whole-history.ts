import type { MerchantEvent, MerchantHistoryLine } from '../../shared/api/types.js';

export type HistoryLine =
  | MerchantHistoryLine
  /** Between an uninstall and the return after it. */
  | { readonly kind: 'away'; readonly id: string; readonly from: string; readonly until: string };

/** The whole history, newest first, with the time that the merchant was away from an app. */
export function wholeHistory(lines: readonly MerchantHistoryLine[]): HistoryLine[] {
  const events = lines.flatMap((line) => (line.kind === 'event' ? [line.event] : []));
  return lines.flatMap((line): HistoryLine[] => {
    if (line.kind === 'usage' || line.event.type !== 'reinstalled') return [line];
    const { event } = line;
    const left = uninstallBefore(events.slice(events.indexOf(event) + 1), event.appId);
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
