import { createLogger } from '../../process/log.js';
import { type Instant, parseInstant } from '../../values/instant.js';
import { Secret } from '../../values/secret.js';
import type { PartnerAnswer } from '../client/partner-api.js';
import { isRetiring, nextVersion, supportedUntil, watchVersion } from './api-version.js';

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
    const facts = { servedVersion: served, supported: null };
    expect(isRetiring(asked, facts, parseInstant(on) as Instant)).toBe(retiring);
  },
);

test.each`
  asked         | supported                            | retiring
  ${'2026-07'}  | ${['2026-04', '2026-07', '2026-10']} | ${false}
  ${'2026-07'}  | ${['2026-10', '2027-01']}            | ${true}
  ${'2026-10'}  | ${['2026-04', '2026-07']}            | ${false}
  ${'2026-07'}  | ${[]}                                | ${false}
  ${'2026-07'}  | ${['2026-04', 'unstable']}           | ${false}
  ${'unstable'} | ${['2026-07']}                       | ${false}
`(
  '$asked is retiring where Shopify lists $supported as supported: $retiring',
  ({ asked, supported, retiring }: { asked: string; supported: string[]; retiring: boolean }) => {
    const facts = { servedVersion: asked, supported };
    expect(isRetiring(asked, facts, parseInstant('2026-11-23T00:00:00Z') as Instant)).toBe(retiring);
  },
);

test.each`
  own           | listed                                | next
  ${'2026-07'}  | ${['2027-01', '2026-10', '2026-07']}  | ${'2026-10'}
  ${'2026-07'}  | ${['2026-04', '2026-07', 'unstable']} | ${'2026-10'}
  ${'2026-10'}  | ${[]}                                 | ${'2027-01'}
  ${'unstable'} | ${['2026-10']}                        | ${null}
`(
  'after $own, of those that Shopify lists ($listed), comes $next',
  ({ own, listed, next }: { own: string; listed: string[]; next: string | null }) => {
    expect(nextVersion(own, listed)).toBe(next);
  },
);

test('another version is said once, whatever came before and comes after', async () => {
  const lines: string[] = [];
  const logger = createLogger('test', 'info', { write: (line: string) => void lines.push(line) });
  const versions = ['2026-07', null, '2026-10', '2026-10', '2026-07', '2027-01', '2026-10'];
  const answers = versions.map((servedVersion): PartnerAnswer => ({
    data: {},
    errors: [],
    servedVersion,
    text: () => '',
  }));
  const partnerApi = watchVersion(() => Promise.resolve(answers.shift() as PartnerAnswer), '2026-07', logger);
  const credentials = { partnerOrganizationId: '1', accessToken: new Secret('prtapi_1') };
  for (const servedVersion of versions) {
    expect(await partnerApi({ credentials, document: '', variables: {} })).toMatchObject({ servedVersion });
  }
  const ofAnother = watchVersion(
    () => Promise.resolve({ data: {}, errors: [], servedVersion: '2027-04', text: () => '' }),
    '2026-07',
    logger,
  );
  await ofAnother({ credentials, document: '', variables: {}, version: '2027-04' });
  const told = lines.map((line) => JSON.parse(line) as { level: number; asked: string; served: string });
  expect(told.map(({ level, asked, served }) => [level, asked, served])).toEqual([
    [40, '2026-07', '2026-10'],
    [40, '2026-07', '2027-01'],
  ]);
});
