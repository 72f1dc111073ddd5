import type { LoggedRequest } from '../../../src/simulator/request-log.js';
import { busiestSecond } from '../../../src/simulator/testing.js';

/** By the simulator's clock that never goes back. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** From when a connection was shown as disconnected until somebody began to connect it again. */
export interface Silence extends Stretch {
  readonly partnerOrganizationId: string;
}

type Request = Pick<LoggedRequest, 'organizationId' | 'tokenHash' | 'monotonicMs'>;

/** I6: nothing is sent for a connection that is disconnected. */
export function judgeSilence(requests: readonly Request[], silences: readonly Silence[]): string[] {
  return silences.flatMap(({ partnerOrganizationId, fromMs, untilMs }) => {
    const sent = requests.filter(
      ({ organizationId, monotonicMs }) =>
        organizationId === partnerOrganizationId && monotonicMs > fromMs && monotonicMs < untilMs,
    );
    const [first] = sent;
    if (first === undefined) return [];
    const afterMs = Math.round(first.monotonicMs - fromMs);
    return [
      `${sent.length} requests were sent for ${partnerOrganizationId}, the first ${afterMs} ms after it was disconnected`,
    ];
  });
}

/** I7: a token goes to the Partner organization that it was issued for, and to no other. @param issued `id hash` */
export function judgePairs(requests: readonly Request[], issued: ReadonlySet<string>): string[] {
  const strange = requests.filter(
    ({ organizationId, tokenHash }) => !issued.has(`${organizationId} ${tokenHash ?? 'without a token'}`),
  );
  const [first] = strange;
  return first === undefined
    ? []
    : [`${strange.length} requests had a token that was not issued for ${first.organizationId}`];
}

/** Of all requests; with fewer nothing is said of the pace. On a busy machine whoever counts often waits for its turn. */
const LEAST_COUNTED = 0.25;

/**
 * I8: in any second no more requests of a token than Shopify allows.
 * Enough of them must have been counted.
 * @param excused what was underway then came bunched: a line was slow, or whoever counts was
 */
export function judgePace(requests: readonly Request[], limit: number, excused: readonly Stretch[]): string[] {
  const tokens = new Set(requests.map(({ tokenHash }) => tokenHash));
  const isCounted = ({ monotonicMs: at }: Request) =>
    !excused.some(({ fromMs, untilMs }) => at >= fromMs && at <= untilMs);
  const counted = requests.filter(isCounted);
  const unjudged =
    counted.length < requests.length * LEAST_COUNTED
      ? [`of ${requests.length} requests only ${counted.length} came while nothing was slow`]
      : [];
  const tooMany = [...tokens].flatMap((token) => {
    const own = counted.filter((request) => request.tokenHash === token);
    const most = busiestSecond(own);
    return most > limit ? [`${most} requests of ${own[0]?.organizationId ?? ''} came within a second`] : [];
  });
  return [...unjudged, ...tooMany];
}
