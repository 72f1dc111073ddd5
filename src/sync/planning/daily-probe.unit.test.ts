import { type Instant, instantFromMs } from '../../values/instant.js';
import { isProbeDue } from './daily-probe.js';

const NOW_MS = Date.UTC(2026, 10, 20, 12);
const hoursAgo = (hours: number): Instant => instantFromMs(NOW_MS - hours * 3_600_000);
const ifAny = (hours: number | null) => (hours === null ? null : hoursAgo(hours));

interface Row {
  readonly connected: number;
  readonly begun: number | null;
  readonly probed: number | null;
  readonly wasRefused: boolean;
  readonly due: boolean;
}

test.each`
  connected | begun   | probed  | wasRefused | due
  ${0}      | ${null} | ${null} | ${false}   | ${false}
  ${23}     | ${null} | ${null} | ${false}   | ${false}
  ${24}     | ${null} | ${null} | ${false}   | ${true}
  ${900}    | ${23}   | ${23}   | ${false}   | ${false}
  ${900}    | ${24}   | ${24}   | ${false}   | ${true}
  ${900}    | ${0.5}  | ${24.5} | ${false}   | ${false}
  ${900}    | ${1}    | ${25}   | ${false}   | ${true}
  ${900}    | ${1}    | ${null} | ${false}   | ${true}
  ${2}      | ${900}  | ${900}  | ${false}   | ${false}
  ${900}    | ${0.5}  | ${0.5}  | ${true}    | ${false}
  ${900}    | ${0.5}  | ${24}   | ${true}    | ${false}
  ${900}    | ${1}    | ${1}    | ${true}    | ${true}
  ${0.5}    | ${null} | ${null} | ${true}    | ${false}
`(
  'connected $connected, begun $begun and answered $probed hours ago, a page refused: $wasRefused, it is due: $due',
  ({ connected, begun, probed, wasRefused, due }: Row) => {
    const asked = { probesBegunAt: ifAny(begun), permissionsProbedAt: ifAny(probed) };
    expect(isProbeDue({ now: hoursAgo(0), connectedAt: hoursAgo(connected), ...asked }, wasRefused)).toBe(due);
  },
);
