import { connectDerivedAccount } from '../../test/support/merchants/derived-account.js';
import { day } from '../../test/support/merchants/raw-rows.js';
import { tellsOf, useForwarding } from '../../test/support/webhooks/forwarding.js';
import { createSegment } from '../merchants/segments/save-segment.js';
import { listOrganizationsBehind } from '../merchants/updates/update-cursor.js';

/* What is told, in which order, and when there is nothing more to tell. */
const forwarding = useForwarding();
const { begun, forward, install, last, numbers, sent, shops, subscribe } = forwarding;

test('an epoch begins with the newest change, by which the receiver hears of it', async () => {
  await install('1', '2', '3');
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(sent()).toEqual([
    {
      type: 'merchant.updated',
      timestamp: expect.any(String) as string,
      data: {
        organizationId: forwarding.account.organizationId,
        epoch: expect.any(String) as string,
        number: await last(),
        ref: expect.any(String) as string,
        merchant: expect.objectContaining({ shopNumber: '3', myshopifyDomain: 'shop-3.myshopify.com' }) as object,
        entered: [],
        left: [],
      },
    },
  ]);
});

test('changes are told in their order and once, a merchant that changed again as it is now', async () => {
  await begun('1', '2', '3');
  const before = await last();
  for (const shop of ['1', '2', '1']) await subscribe(shop);
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(shops()).toEqual(['2', '1']);
  expect(new Set(numbers())).toEqual(new Set([before + 2, before + 3]));
  const plans = sent().map(({ data }) => 'merchant' in data && data.merchant?.apps[0]?.plan);
  expect(plans.sort()).toEqual([`Plan ${forwarding.charges - 1}`, `Plan ${forwarding.charges}`]);
});

test('more than are read at once are told ten by ten, each number under an id of its own', async () => {
  await begun('1');
  await install(...Array.from({ length: 130 }, (_, index) => String(100 + index)));
  await forwarding.account.fold(day(1)); // it takes a hundred at a time, too
  expect(await forward()).toEqual({ outcome: 'told' });
  expect([new Set(numbers()).size, new Set(forwarding.receiver.received.map(({ id }) => id)).size]).toEqual([130, 130]);
  const tens = Array.from({ length: 13 }, (_, index) => numbers().slice(10 * index, 10 * index + 10));
  expect(tens.flatMap((ten) => ten.sort((one, other) => one - other))).toEqual(
    numbers().sort((one, other) => one - other),
  );
});

test('what a merchant entered is told before what became of it since, never beside it', async () => {
  await begun('1', '2');
  const actor = { organizationId: forwarding.account.organizationId, name: 'owner' };
  await createSegment({ sql: forwarding.api, log: forwarding.logger }, actor, {
    name: 'Customers',
    criteria: { statuses: ['active'] },
  });
  const before = await last();
  for (const shop of ['1', '2', '1']) await subscribe(shop);
  expect(await forward()).toEqual({ outcome: 'told' });
  const ofOne = sent().filter((_, index) => tellsOf('1')(forwarding.receiver.received[index]?.body ?? ''));
  expect(ofOne.map(({ data }) => [data.number - before, 'entered' in data && data.entered.length])).toEqual([
    [1, 1],
    [3, 0],
  ]);
});

test('a new epoch is told by its newest change, under another id', async () => {
  await begun('1', '2');
  await subscribe('1');
  await forward();
  const [before] = forwarding.receiver.received.splice(0);
  await forwarding.sql`update feed_epoch set renewals = renewals + 1`;
  await forward();
  expect(numbers()).toEqual([await last()]);
  expect(forwarding.receiver.received.map(({ id }) => id)).not.toContain(before?.id);
  expect(forwarding.receiver.received[0]?.body).toContain(forwarding.account.organizationId);
});

test('an organization is behind until Convot was told everything, and again in a new epoch', async () => {
  const isBehind = async () =>
    (await listOrganizationsBehind(forwarding.worker, 1_000)).includes(forwarding.account.organizationId);
  const nobodyIsAtIt = () => forwarding.sql`update update_cursors set due_at = now() - interval '1 second'`;
  expect(await isBehind()).toBe(false);
  await install('1');
  expect(await isBehind()).toBe(true);
  await forward();
  await nobodyIsAtIt();
  expect(await isBehind()).toBe(false);
  await subscribe('1');
  expect(await isBehind()).toBe(true);
  forwarding.receiver.answers = [500];
  await forward();
  expect(await isBehind()).toBe(false);
  await nobodyIsAtIt();
  expect(await isBehind()).toBe(true);
  await forward();
  await nobodyIsAtIt();
  await forwarding.sql`update feed_epoch set renewals = renewals + 1`;
  expect(await isBehind()).toBe(true);
});

test('an organization is told its own, and nothing is told where nobody wants it', async () => {
  const stranger = await connectDerivedAccount(forwarding);
  await install('1');
  expect(await forward(true, stranger)).toEqual({ outcome: 'told' });
  expect(await forward(false)).toEqual({ outcome: 'told' });
  expect(forwarding.receiver.received).toEqual([]);
  expect(
    await forwarding.sql`select 1 from update_cursors where organization_id = ${forwarding.account.organizationId}`,
  ).toEqual([]);
});

test('nothing is left of an organization that was erased while it was told', async () => {
  await begun('1');
  await subscribe('1');
  forwarding.receiver.answers = [
    (response) => {
      void forwarding.sql`delete from change_feeds where organization_id = ${forwarding.account.organizationId}`.then(
        () => response.writeHead(204).end(),
      );
    },
  ];
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(
    await forwarding.sql`select 1 from update_cursors where organization_id = ${forwarding.account.organizationId}`,
  ).toEqual([]);
});
