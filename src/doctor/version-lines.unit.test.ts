import type { ApiVersionCheck } from '../partner/versions/version-check.js';
import { type Instant, parseInstant } from '../values/instant.js';
import { versionLines } from './version-lines.js';

const at = (text: string) => parseInstant(text) as Instant;
const asked: ApiVersionCheck = {
  ownVersion: '2026-07',
  supported: ['2026-04', '2026-07', '2026-10'],
  listedAt: at('2026-11-20T12:00:00Z'),
  nextVersion: '2026-10',
  nextOutcome: 'accepted',
  nextCheckedAt: at('2026-11-20T12:00:00Z'),
  refused: [],
};
const refused = [
  { name: 'transactions', places: ['edges › node › chargeId', 'pageInfo › hasNextPage'] },
  { name: 'timeline', places: [] },
];
const inWords = 'transactions (edges › node › chargeId; pageInfo › hasNextPage), timeline';

const lines = (version: string, check: ApiVersionCheck | undefined, today = '2026-11-21') =>
  versionLines(version, check, at(`${today}T18:00:00Z`)).map(({ level, text }) => `${level}: ${text}`);

test.each<[string, string, ApiVersionCheck | undefined, string, string]>([
  ['all is well', '2026-07', asked, '2026-11-21', 'ok: Partner API 2026-07: supported until 2027-07-01 at least'],
  [
    'nothing was asked',
    '2026-07',
    undefined,
    '2026-11-21',
    'ok: Partner API 2026-07: supported until 2027-07-01 at least',
  ],
  ['91 days are left', '2026-07', asked, '2027-04-01', 'ok: Partner API 2026-07: supported until 2027-07-01 at least'],
  [
    'less than 90 days are left',
    '2026-07',
    asked,
    '2027-04-02',
    'warn: Partner API 2026-07: supported until 2027-07-01 at least; raise PARTNER_API_VERSION before',
  ],
  [
    'Shopify lists it no longer',
    '2026-07',
    { ...asked, supported: ['2026-10', '2027-01'] },
    '2026-11-21',
    'FAIL: Partner API 2026-07: Shopify supports it no longer, but 2026-10, 2027-01',
  ],
  [
    'it was raised to one that refuses queries',
    '2026-10',
    { ...asked, nextOutcome: 'refused', refused },
    '2026-11-21',
    `FAIL: Partner API 2026-10: it refuses ${inWords}`,
  ],
  ['it has no date', 'unstable', asked, '2026-11-21', 'warn: Partner API unstable: Shopify promises nothing of it'],
])('of the version that we use, where %s', (_, version, check, today, expected) => {
  expect(lines(version, check, today)[0]).toBe(expected);
});

const UNKNOWN = 'note: whether PARTNER_API_VERSION can be raised is not known yet: a connection asks once a day';

test.each<[string, ApiVersionCheck | undefined, string]>([
  ['takes all', asked, 'ok: PARTNER_API_VERSION can be raised to 2026-10: it takes all queries (asked on 2026-11-20)'],
  [
    'refuses some',
    { ...asked, nextOutcome: 'refused', refused },
    `warn: PARTNER_API_VERSION cannot be raised to 2026-10: it refuses ${inWords} (asked on 2026-11-20)`,
  ],
  [
    'is not there',
    { ...asked, nextOutcome: 'not_served' },
    'ok: PARTNER_API_VERSION cannot be raised: there is no 2026-10 yet (asked on 2026-11-20)',
  ],
  ['was not asked', { ...asked, nextVersion: null, nextOutcome: null, nextCheckedAt: null }, UNKNOWN],
  ['was asked for another of ours', { ...asked, ownVersion: '2026-04' }, UNKNOWN],
  ['is ours already', { ...asked, nextVersion: '2026-07' }, UNKNOWN],
  ['nobody asked', undefined, UNKNOWN],
])('the next version %s', (_, check, expected) => {
  expect(lines('2026-07', check)[1]).toBe(expected);
});
