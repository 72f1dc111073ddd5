import { type Instant, instantFromMs } from '../../values/instant.js';
import { isLookDue } from './daily-look.js';

const NOW_MS = Date.UTC(2026, 10, 20, 12);
const hoursAgo = (hours: number): Instant => instantFromMs(NOW_MS - hours * 3_600_000);

test.each`
  connected | probed  | wasRefused | due
  ${0}      | ${null} | ${false}   | ${false}
  ${23}     | ${null} | ${false}   | ${false}
  ${24}     | ${null} | ${false}   | ${true}
  ${900}    | ${23}   | ${false}   | ${false}
  ${900}    | ${24}   | ${false}   | ${true}
  ${2}      | ${900}  | ${false}   | ${false}
  ${900}    | ${0.5}  | ${true}    | ${false}
  ${900}    | ${1}    | ${true}    | ${true}
  ${0.5}    | ${null} | ${true}    | ${false}
`(
  'connected $connected and asked $probed hours ago, a page refused: $wasRefused, it is due: $due',
  (row: { connected: number; probed: number | null; wasRefused: boolean; due: boolean }) => {
    const permissionsProbedAt = row.probed === null ? null : hoursAgo(row.probed);
    const facts = { now: hoursAgo(0), connectedAt: hoursAgo(row.connected), permissionsProbedAt };
    expect(isLookDue(facts, row.wasRefused)).toBe(row.due);
  },
);
