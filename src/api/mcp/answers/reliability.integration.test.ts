import { type Item, useAskedAccount } from '../../../../test/support/mcp/asked-account.js';

const account = useAskedAccount();

test('where nobody is found, it is told how much that means', async () => {
  for (const query of ['nobody.myshopify.com', '999999', 'no such name', 'redacted.myshopify.com']) {
    const { answer } = await account.client.call('find_merchant', { query });
    expect(answer).toMatchObject({ items: [], nextCursor: null, confidence: null, coverage: { whole: true } });
    expect((answer['coverage'] as { connections: unknown[] }).connections).toHaveLength(1);
  }
});

test('a segment that is not whole yet says so, and who is in it is assumed', async () => {
  await account.api.sql`update segments set evaluated_to = 0, due_at = now() + interval '1 hour'`;
  try {
    const listed = await account.client.call('list_segments');
    const told = await account.client.call('merchants_of_segment', { segmentId: account.segment.id });
    expect(listed.answer).toMatchObject({ confidence: 'assumed', items: [{ isWhole: false }] });
    expect(told.answer).toMatchObject({ confidence: 'assumed', segment: { isWhole: false } });
    for (const { texts } of [listed, told]) expect(texts[0]).toContain('STILL BEING LOOKED AT');
  } finally {
    await account.api.sql`update segments set evaluated_to = null`;
  }
});

describe('every answer says how old and how whole it is', () => {
  beforeEach(async () => {
    const { sql } = account.api;
    await sql`delete from quarantined_rows`;
    await sql`update apps set problem = null`;
    await sql`update sync_status set last_synced_at = now(), backfilled = true, whole_since = now()`;
  });

  const calls = (): [string, Record<string, unknown>][] => [
    ['find_merchant', { query: account.first.shopNumber }],
    ['find_merchant', { query: 'nobody at all' }],
    ['merchant_story', { shop: account.first.shopNumber }],
    ['explain_figure', { shop: account.first.shopNumber, figure: 'plan' }],
    ['revenue', {}],
    ['list_segments', {}],
    ['merchants_of_segment', { segmentId: account.segment.id }],
  ];
  async function expectOfAll(expected: Item): Promise<void> {
    for (const [name, input] of calls()) {
      const { answer, texts } = await account.client.call(name, input);
      const { age, coverage } = answer;
      expect([name, { age, coverage }]).toEqual([name, expect.objectContaining(expected)]);
      expect(texts[0]?.includes('STALE')).toBe((age as { stale: boolean }).stale);
      expect(texts[0]?.includes('NOT whole')).toBe(!(coverage as { whole: boolean }).whole);
    }
  }
  const connectionsWith = (facts: Item) => ({
    coverage: expect.objectContaining({ connections: [expect.objectContaining(facts)] }) as unknown,
  });
  const ageWith = (facts: Item) => ({ age: expect.objectContaining(facts) as unknown });

  test('fresh and whole', async () => {
    await expectOfAll({ ...ageWith({ stale: false }), ...connectionsWith({ whole: true, quarantinedRows: 0 }) });
  });

  test('not read for two intervals, or never', async () => {
    await account.api.sql`update sync_status set last_synced_at = now() - interval '481 seconds'`;
    await expectOfAll(ageWith({ stale: true }));
    const { answer } = await account.client.call('revenue');
    expect((answer['age'] as { seconds: number }).seconds).toBeGreaterThanOrEqual(481);
    await account.api.sql`update sync_status set last_synced_at = null`;
    await expectOfAll(ageWith({ stale: true, seconds: null, lastSyncedAt: null }));
  });

  test('a past that is not whole, rows set aside, apps that are not shown', async () => {
    await account.api.sql`update sync_status set backfilled = false, whole_since = null`;
    await account.api.sql`update apps set problem = 'not_visible' where app_number = 4000002`;
    await account.api.sql`
      insert into quarantined_rows (organization_id, connection_id, hash, feed, reason)
      select organization_id, id, 'hash', 'transactions', 'damaged' from connections
    `;
    const appsNotSeen = [{ appId: 'gid://partners/App/4000002', problem: 'not_visible' }];
    await expectOfAll(
      connectionsWith({ whole: false, quarantinedRows: 1, appsNotSeen, warnings: ['rows_quarantined'] }),
    );
    const { answer } = await account.client.call('revenue');
    expect(answer).toMatchObject({ history: 'partial', confidence: 'assumed', coverage: { whole: false } });
  });
});
