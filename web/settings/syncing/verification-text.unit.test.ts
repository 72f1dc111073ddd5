import type { Connection } from '../../shared/api/types.js';
import { verificationText } from './verification-text.js';

type Verification = NonNullable<Connection['verification']>;

const verified: Verification = {
  verifiedAt: '2026-11-24T10:00:00Z',
  rowsCompared: 12_430,
  rowsChanged: 0,
  rowsAdded: 0,
  rowsMissing: 0,
  appsSkipped: 0,
  figures: [],
};

test.each<[string, Partial<Verification>, string[]]>([
  ['nothing differed', {}, ['12,430 records were compared with Shopify: all were as stored.']],
  [
    'one had changed',
    { rowsChanged: 1 },
    ['12,430 records were compared with Shopify: 1 had changed and was corrected.'],
  ],
  [
    'rows of all kinds differed',
    { rowsChanged: 1_200, rowsAdded: 2, rowsMissing: 1 },
    [
      '12,430 records were compared with Shopify: 1,200 had changed and were corrected, 2 were missing here and were added, ' +
        'and 1 is no longer shown there and was kept.',
    ],
  ],
  [
    'an app was refused',
    { appsSkipped: 1 },
    [
      '12,430 records were compared with Shopify: all were as stored.',
      'The events of 1 app could not be read, and were not compared.',
    ],
  ],
  [
    'figures changed',
    {
      rowsChanged: 1,
      figures: [
        { figure: 'mrr', merchants: 2 },
        { figure: 'plan', merchants: 1 },
      ],
    },
    [
      '12,430 records were compared with Shopify: 1 had changed and was corrected.',
      'Figures of the past changed by it: MRR of 2 merchants and Plan of 1 merchant.',
    ],
  ],
])('%s', (_, changes, expected) => {
  expect(verificationText({ ...verified, ...changes })).toEqual(expected);
});
