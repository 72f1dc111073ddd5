import { storedInstant } from '../../../src/values/instant.js';
import { judgeCheckpoints } from './checkpoints.js';
import { type Claims, judgeClaims } from './claims.js';
import { type Accepted, judgeCommands, type Outcome } from './commands.js';
import { judgeLeftRows, judgeProcesses, judgeStrays } from './leftovers.js';
import { judgeOutbox, type ReceivedMessage, type StoredMessage } from './outbox.js';
import { judgePace, judgePairs, judgeSilence } from './requests.js';
import { judgeRows, type LedgerRow } from './rows.js';
import { type JudgedRun, judgeRuns } from './runs.js';
import { judgeSecrets, judgeStoredTokens } from './secrets.js';
import { judgeStatus, type ShownStatus } from './status.js';
import { judgeWork } from './work.js';

/* Each judge lets pass what is in order, and finds a violation that is planted. */
const at = (minute: number) => storedInstant(`2026-03-01 00:${String(minute).padStart(2, '0')}:00+00`);
const row = (minute: number, parts: Partial<LedgerRow> = {}): LedgerRow => {
  return {
    feed: 'transactions',
    key: `row ${minute}`,
    at: at(minute),
    visibleAt: at(minute),
    content: '9.00 USD',
    ...parts,
  };
};

describe('rows', () => {
  const ledger = [row(1), row(2), row(3)];

  test('what is stored as it is shown is in order', () => {
    expect(judgeRows(ledger, ledger)).toEqual([]);
  });

  test.each([
    ['one is lost', [row(1), row(3)], '1 rows are lost, such as row 2'],
    ['one is there twice', [row(1), row(2), row(2), row(3)], '1 rows are stored twice, such as row 2'],
    ['one is nobody’s', [...ledger, row(9)], '1 rows are not of this account, such as row 9'],
    [
      'one has other money',
      [row(1), row(2, { content: '8.00 USD' }), row(3)],
      '1 rows are stored otherwise than Shopify shows them, such as row 2',
    ],
  ])('%s', (_, stored, finding) => {
    expect(judgeRows(ledger, stored)).toEqual([finding]);
  });
});

describe('checkpoints', () => {
  const ledger = [row(10), row(20), row(30)];
  const heads = [{ feed: 'transactions', headFrom: at(25) }];
  const window = { feed: 'transactions', fromAt: at(5), toAt: at(25), stopAt: null, reachedAt: at(20) };

  test.each([
    ['what the next head or an open window reads may be missing', { heads, windows: [window] }, []],
    ['all is to be read of a feed that nobody knows', { heads: [], windows: [] }, []],
  ])('%s', (_, checkpoints, findings) => {
    expect(judgeCheckpoints(checkpoints, ledger, [])).toEqual(findings);
  });

  test.each([
    ['a window that has passed a row', [{ ...window, reachedAt: at(15) }], ['row 20']],
    ['a window that has ended', [], ['row 10']],
    ['one of another feed', [{ ...window, feed: 'events/1' }], ['row 10']],
    ['one that another has taken the rest of', [{ ...window, stopAt: at(15) }], ['row 10']],
  ])('%s', (_, windows, [key]) => {
    const [finding] = judgeCheckpoints({ heads, windows }, ledger, []);
    expect(finding).toContain(`that the cursors have passed, such as ${key}`);
  });

  test('a row that is shown long after its time is no matter of theirs', () => {
    const late = row(10, { visibleAt: at(40) });
    expect(judgeCheckpoints({ heads, windows: [] }, [late], [])).toEqual([]);
  });
});

describe('claims', () => {
  const ledger = [row(10), row(20), row(30)];
  const claims: Claims = {
    ...{ status: 'connected', lastSyncedAt: at(25), dataThrough: at(20), backfilled: true, hasToken: true },
    newest: at(20),
  };
  const stored = [row(10), row(20)];

  test('what was shown by then is stored', () => {
    expect(judgeClaims(claims, ledger, stored, [])).toEqual([]);
  });

  test('the past of a feed may still be on its way', () => {
    expect(judgeClaims(claims, ledger, [row(20)], [{ feed: 'transactions' }])).toEqual([]);
    expect(judgeClaims({ ...claims, backfilled: false }, ledger, [row(20)], [])).toEqual([]);
  });

  test.each([
    ['a row from before is missing', {}, [row(20)], /1 rows from before are missing, such as row 10/],
    ['data through a row that is not there', { dataThrough: at(30) }, stored, /^dataThrough is .*30:00/],
    ['data not through a row that is there', { dataThrough: at(10) }, stored, /^dataThrough is .*10:00/],
    ['a token of who disconnected', { status: 'disconnecting' }, stored, /a token is kept while disconnecting/],
  ])('%s', (_, other, rows, finding) => {
    expect(judgeClaims({ ...claims, ...other }, ledger, rows, [])).toEqual([expect.stringMatching(finding)]);
  });
});

describe('requests', () => {
  const request = (monotonicMs: number, organizationId = '7', tokenHash = 'a') => ({
    monotonicMs,
    organizationId,
    tokenHash,
  });
  const silence = { partnerOrganizationId: '7', fromMs: 100, untilMs: 200 };

  test('none while it is disconnected', () => {
    expect(judgeSilence([request(50), request(150, '8'), request(250)], [silence])).toEqual([]);
    expect(judgeSilence([request(150), request(160)], [silence])).toEqual([
      '2 requests were sent for 7, the first 50 ms after it was disconnected',
    ]);
  });

  test('each token with the organization it was issued for', () => {
    expect(judgePairs([request(1)], new Set(['7 a']))).toEqual([]);
    expect(judgePairs([request(1), request(2, '8')], new Set(['7 a']))).toEqual([
      '1 requests had a token that was not issued for 8',
    ]);
  });

  test('no more in a second than Shopify allows, of each token', () => {
    const five = [0, 100, 200, 300, 999].map((ms) => request(ms));
    expect(judgePace([...five.slice(0, 4), request(400, '8', 'b'), request(1_000)], 4, [])).toEqual([]);
    expect(judgePace(five, 4, [])).toEqual(['5 requests of 7 came within a second']);
    expect(judgePace(five, 4, [{ fromMs: 250, untilMs: 350 }])).toEqual([]);
    expect(judgePace(five, 4, [{ fromMs: 50, untilMs: 1_000 }])).toEqual([
      'of 5 requests only 1 came while nothing was slow',
    ]);
  });
});

test('secrets: a token is found, also encoded, and not repeated', () => {
  const token = 'prtapi_0123456789abcdef';
  expect(judgeSecrets([token], [{ where: 'the log', text: 'all is well' }])).toEqual([]);
  for (const text of [`token=${token}`, Buffer.from(`x${token}`).toString('base64')]) {
    expect(judgeSecrets([token], [{ where: 'the log', text }])).toEqual(['a token stands in the log']);
  }
});

test.each([
  ['encrypted under the ring', { status: 'connected', ciphertext: 'v1.test.abc' }, []],
  ['gone with the connection', { status: 'disconnected', ciphertext: null }, []],
  ['kept', { status: 'disconnected', ciphertext: 'v1.test.abc' }, ['a token is kept while disconnected']],
  ['lost', { status: 'connected', ciphertext: null }, ['a connected connection has no token']],
  [
    'in clear',
    { status: 'connected', ciphertext: 'prtapi_1' },
    ['a token is kept under a key that is not of the ring'],
  ],
])('a stored token that is %s', (_, stored, findings) => {
  expect(judgeStoredTokens([stored], ['test'])).toEqual(findings);
});

describe('runs', () => {
  const run: JudgedRun = {
    ...{ connectionId: '1', status: 'connected', open: 1, events: 200, bytes: 50_000, largestPayloadBytes: 400 },
    ...{ taskAttempt: 1, activityAttempt: 1 },
  };

  test('one that gets on, and none once it is disconnected', () => {
    expect(judgeRuns([run, { ...run, status: 'disconnected', open: 0 }])).toEqual([]);
  });

  test.each([
    ['has 0 runs while connected', { open: 0 }],
    ['has 2 runs while connected', { open: 2 }],
    ['has 1 runs while disconnected', { status: 'disconnected' }],
    ['has a history of 20000 events', { events: 20_000 }],
    ['has a history of 20000000 bytes', { bytes: 20_000_000 }],
    ['has a payload of 300000 bytes', { largestPayloadBytes: 300_000 }],
    ['stands at a task that was tried 9 times', { taskAttempt: 9 }],
    ['stands at an activity that was tried 9 times', { activityAttempt: 9 }],
  ])('%s', (finding, other) => {
    expect(judgeRuns([{ ...run, ...other }])).toEqual([`connection/1 ${finding}`]);
  });
});

describe('commands', () => {
  const outcome: Outcome = {
    ...{ status: 'connected', generation: 3, lastSyncedAt: at(20), appNumbers: ['5'], isWanted: false },
  };
  const accepted: Accepted[] = [
    { kind: 'connect' },
    { kind: 'disconnect' },
    { kind: 'reconnect' },
    { kind: 'addApp', appNumber: '5' },
    { kind: 'sync', at: at(10) },
  ];

  test('all that was accepted is carried out', () => {
    expect(judgeCommands(accepted, outcome)).toEqual([]);
    expect(judgeCommands([...accepted, { kind: 'disconnect' }], { ...outcome, status: 'disconnected' })).toEqual([]);
  });

  test.each([
    ['a reconnect', { status: 'disconnected' }, 'it was connected, and is disconnected'],
    ['its generation', { generation: 1 }, 'it was connected 2 times, and is of generation 1'],
    ['an app', { appNumbers: [] }, 'app 5 was added, and is not there'],
    ['a sync', { lastSyncedAt: at(5) }, /^a sync was asked for at/],
    ['who waits', { isWanted: true }, 'somebody still waits for a sync'],
  ])('%s that was lost', (_, other, finding) => {
    expect(judgeCommands(accepted, { ...outcome, ...other })).toEqual([expect.stringMatching(finding)]);
  });

  test('a disconnect that was lost', () => {
    expect(judgeCommands([...accepted, { kind: 'disconnect' }], outcome)).toEqual([
      'it was disconnected, and is connected',
    ]);
  });
});

describe('status', () => {
  const shown: ShownStatus = {
    ...{ status: 'connected', phase: 'idle', consecutiveFailures: 0, error: null, warnings: [] },
    ...{ lastSyncedAt: at(10), nextSyncAt: at(11) },
  };
  const refused = { ...shown, status: 'error', phase: 'stopped', error: { code: 'token_rejected' } };
  const stale = { ...shown, warnings: [{ code: 'stale' }] };
  const seen = (minute: number) => ({ nowMs: Date.parse(at(minute)), intervalMs: 60_000 });

  test.each([
    ['well', shown, 'well', 11, 0],
    ['refused', refused, 'token refused', 11, 0],
    ['stale, and is', stale, 'well', 13, 0],
    ['a refusal that is hidden', shown, 'token refused', 11, 1],
    ['an error that is over', { ...shown, error: { code: 'internal' } }, 'well', 11, 1],
    ['stale, and is not', stale, 'well', 11, 1],
    ['late, and is not', { ...shown, warnings: [{ code: 'waiting_to_start' }] }, 'well', 11, 1],
    ['a warning of nothing', { ...shown, warnings: [{ code: 'delayed' }] }, 'well', 13, 1],
    ['connected although it is not', shown, 'disconnected', 11, 1],
  ] as const)('%s', (_, view, standing, minute, findings) => {
    expect(judgeStatus(view, standing, seen(minute))).toHaveLength(findings);
  });
});

describe('outbox', () => {
  const stored: StoredMessage = {
    id: 'msg_1',
    type: 'merchant.uninstalled',
    domain: 'a.test',
    state: 'delivered',
    isDue: false,
    isNew: false,
  };
  const received: ReceivedMessage = { id: 'msg_1', body: '{"myshopifyDomain":"a.test"}', isTaken: true };

  test('sent again under its id is once', () => {
    expect(judgeOutbox(['a.test'], [stored], [{ ...received, isTaken: false }, received])).toEqual([]);
  });

  test.each([
    ['told under two ids', [stored], [received, { ...received, id: 'msg_2' }], 'told of a.test under 2 ids'],
    ['never told', [{ ...stored, state: 'not_sent' }], [], 'told of a.test under 0 ids'],
    ['not stored', [], [received], '0 messages on a.test are stored'],
    ['not taken', [stored], [{ ...received, isTaken: false }], 'counts as delivered, and was not taken'],
    ['waiting for ever', [{ ...stored, state: 'pending' }], [received], 'msg_1 still waits'],
    ['due although it is settled', [{ ...stored, isDue: true }], [received], 'is delivered, and still due'],
    ['unknown', [stored], [received, { ...received, id: 'msg_9', body: '{}' }], 'msg_9, which is not stored'],
  ])('%s', (_, kept, got, finding) => {
    expect(judgeOutbox(['a.test'], kept, got).join('\n')).toContain(finding);
  });
});

test('what is left behind', () => {
  const nothing = { leases: 0, windows: 0, marks: 0, openTransactions: 0 };
  expect(judgeLeftRows(nothing)).toEqual([]);
  expect(judgeLeftRows({ ...nothing, marks: 3 })).toEqual(['3 marks are left']);
  const running = { name: 'worker', hasEnded: false, isThere: true, descriptorsAtFirst: 40, descriptors: 70 };
  expect(judgeProcesses([running, { ...running, hasEnded: true, isThere: false }])).toEqual([]);
  expect(judgeProcesses([{ ...running, hasEnded: true }])).toEqual(['worker has ended, and is still there']);
  expect(judgeStrays([7, 8], [8, 7, 6])).toEqual([]);
  expect(judgeStrays([7, 9], [8, 7])).toEqual(['1 processes run that nobody keeps']);
  expect(judgeProcesses([{ ...running, descriptors: 140 }])).toEqual([
    'worker has 140 descriptors, 100 more than at first',
  ]);
});

test('a standstill does not pass, nor a fault that did nothing', () => {
  const least = { rows: 1_000, requests: 10, looks: 3, faults: 2 };
  const done = { rows: 2_000, requests: 50, looks: 9, bites: { kill: 1, cut: 4, slow: 0 } };
  expect(judgeWork(done, least)).toEqual([]);
  expect(judgeWork({ rows: 0, requests: 0, looks: 0, bites: { kill: 1, cut: 0 } }, least)).toEqual([
    'only 0 rows were stored',
    'only 0 requests were made',
    'only 0 looks were taken',
    'only 1 faults did anything; nothing was done by cut',
  ]);
});
