import { type Instant, parseInstant } from '../values/instant.js';
import { verificationLines, type VerifiedConnection } from './verification-lines.js';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const at = (text: string) => parseInstant(text) as Instant;
const none = { rowsCompared: 700, rowsChanged: 0, rowsAdded: 0, rowsMissing: 0, appsSkipped: 0, figures: [] };
const verified = { ...none, verifiedAt: '2026-11-17T08:00:00Z' };
const connection: VerifiedConnection = {
  name: 'org_1: c1',
  wholeSinceMs: Date.parse('2026-11-01T00:00:00Z'),
  isSynced: true,
  resumedAtMs: null,
  verification: verified,
  corrections: [],
};
const correction = {
  appId: 'gid://partners/App/4436393',
  shopNumber: '11',
  cause: 'row' as const,
  evidence: [],
  learnedAt: at('2026-11-17T08:00:00Z'),
};

const lines = (changes: Partial<VerifiedConnection>) =>
  verificationLines({ ...connection, ...changes }, NOW_MS).map(({ level, text }) => `${level}: ${text}`);

test.each<[string, Partial<VerifiedConnection>, string]>([
  ['as it was stored', {}, 'ok: org_1: c1: verified on 2026-11-17, 700 rows compared, none differed'],
  [
    'otherwise than stored',
    { verification: { ...verified, rowsChanged: 3, rowsAdded: 1, rowsMissing: 2 } },
    'note: org_1: c1: verified on 2026-11-17, 700 rows compared, 3 had changed, 1 had not been here, ' +
      '2 are not shown any more',
  ],
  [
    'without some apps',
    { verification: { ...verified, appsSkipped: 2 } },
    'ok: org_1: c1: verified on 2026-11-17, 700 rows compared, none differed; the events of 2 apps were refused',
  ],
  [
    'long ago',
    { verification: { ...verified, verifiedAt: '2026-11-06T11:00:00Z' } },
    'warn: org_1: c1: verified on 2026-11-06, 700 rows compared, none differed; the next full scan is late',
  ],
  [
    'long ago, and syncing has stopped',
    { verification: { ...verified, verifiedAt: '2026-11-06T11:00:00Z' }, isSynced: false },
    'ok: org_1: c1: verified on 2026-11-06, 700 rows compared, none differed',
  ],
  [
    'long ago, and operators have resumed it yesterday',
    { verification: { ...verified, verifiedAt: '2026-11-01T11:00:00Z' }, resumedAtMs: NOW_MS - 86_400_000 },
    'ok: org_1: c1: verified on 2026-11-01, 700 rows compared, none differed',
  ],
  [
    'long ago, and operators have resumed it longer ago',
    { verification: { ...verified, verifiedAt: '2026-11-06T11:00:00Z' }, resumedAtMs: NOW_MS - 20 * 86_400_000 },
    'warn: org_1: c1: verified on 2026-11-06, 700 rows compared, none differed; the next full scan is late',
  ],
  [
    'never, and operators have resumed it yesterday',
    { verification: null, resumedAtMs: NOW_MS - 86_400_000 },
    'ok: org_1: c1: not verified yet',
  ],
  ['never, whole for two weeks', { verification: null }, 'warn: org_1: c1: not verified yet, and late'],
  [
    'never, whole since yesterday',
    { verification: null, wholeSinceMs: NOW_MS - 86_400_000 },
    'ok: org_1: c1: not verified yet',
  ],
  ['never, for it is not whole', { verification: null, wholeSinceMs: null }, 'ok: org_1: c1: not verified yet'],
])('compared %s', (_, changes, expected) => {
  expect(lines(changes)).toEqual([expected]);
});

test('the figures that are others by it follow, each with its merchant', () => {
  const money = (amount: string) => ({ amount, currencyCode: 'USD' });
  const [, ...figures] = lines({
    corrections: [
      {
        ...{ ...correction, figure: 'mrr', myshopifyDomain: 'alder.myshopify.com', at: at('2026-09-02T10:00:00Z') },
        ...{ from: money('20.00'), to: money('29.00') },
      },
      { ...correction, figure: 'plan', myshopifyDomain: null, at: null, from: null, to: 'Pro' },
    ],
  });
  expect(figures).toEqual([
    'note:   alder.myshopify.com, gid://partners/App/4436393: mrr since 2026-09-02 was 20.00 USD, is 29.00 USD',
    'note:   shop 11, gid://partners/App/4436393: plan was none, is Pro',
  ]);
});
