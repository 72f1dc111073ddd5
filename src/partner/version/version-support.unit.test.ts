import { parseInstant, type Instant } from '../../values/instant.js';
import { isRetiring, supportedUntil } from './version-support.js';

test.each`
  version       | until
  ${'2026-07'}  | ${'2027-07-01T17:00:00.000000Z'}
  ${'2026-10'}  | ${'2027-10-01T17:00:00.000000Z'}
  ${'2026-01'}  | ${'2027-01-01T17:00:00.000000Z'}
  ${'2026-13'}  | ${null}
  ${'unstable'} | ${null}
`('$version is served until $until at least', ({ version, until }: { version: string; until: string | null }) => {
  expect(supportedUntil(version)).toBe(until);
});

test.each`
  asked         | served       | on                        | retiring
  ${'2026-07'}  | ${null}      | ${'2026-11-23T00:00:00Z'} | ${false}
  ${'2026-07'}  | ${'2026-07'} | ${'2026-11-23T00:00:00Z'} | ${false}
  ${'2026-07'}  | ${'2026-07'} | ${'2027-04-02T16:59:59Z'} | ${false}
  ${'2026-07'}  | ${'2026-07'} | ${'2027-04-02T17:00:00Z'} | ${true}
  ${'2026-07'}  | ${null}      | ${'2028-01-01T00:00:00Z'} | ${true}
  ${'2026-07'}  | ${'2026-10'} | ${'2026-11-23T00:00:00Z'} | ${true}
  ${'2026-10'}  | ${'2026-07'} | ${'2026-11-23T00:00:00Z'} | ${false}
  ${'unstable'} | ${null}      | ${'2028-01-01T00:00:00Z'} | ${false}
`(
  '$asked, answered by $served, on $on is retiring: $retiring',
  ({ asked, served, on, retiring }: { asked: string; served: string | null; on: string; retiring: boolean }) => {
    expect(isRetiring(asked, served, parseInstant(on) as Instant)).toBe(retiring);
  },
);
