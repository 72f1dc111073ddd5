import { at, shown } from '../../test/support/merchants/merchant-story.js';
import { type ToldAccount, ToldAccounts } from '../../test/support/merchants/told-accounts.js';
import { MRR_DEFINITIONS, type MrrDefinition } from '../contract/mrr-definition-words.js';
import { differencesOf, ourMrr } from './mrr-definitions/differences.js';
import { readMrrDefinitions } from './read-mrr-definitions.js';
import { readRevenueScope } from './store/revenue-scope.js';
import { readShopStanding } from './store/shop-standings.js';

let accounts: ToldAccounts;
beforeAll(async () => {
  accounts = await ToldAccounts.start();
});
afterAll(() => accounts.close());

/** Our MRR, and by each definition what makes it another one: `chartmogul: not_billed -50`. */
async function told(account: ToldAccount, when: string): Promise<[string, string]> {
  const standing = await account.read(async (tenant) =>
    readShopStanding(tenant, await readRevenueScope(tenant), at(when), '1'),
  );
  const pairs = standing?.pairs ?? [];
  const items = (definition: MrrDefinition) =>
    pairs
      .flatMap((pair) => differencesOf(definition, pair))
      .map((difference) => `${difference.rule} ${shown([difference])}`)
      .join(', ');
  const differing = MRR_DEFINITIONS.map((definition) => [definition, items(definition)] as const);
  return [
    shown(pairs.flatMap(ourMrr)),
    differing
      .filter(([, text]) => text !== '')
      .map(([definition, text]) => `${definition}: ${text}`)
      .join('; '),
  ];
}

test.each`
  story                                                               | when      | ours    | differing
  ${'d0 act 1 Pro 50'}                                                | ${'d10'}  | ${'50'} | ${'chartmogul: not_billed -50; profitwell: not_billed -50'}
  ${'d0 act 1 Pro 50; d30 sale 1 50'}                                 | ${'d40'}  | ${'50'} | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 50'}                                 | ${'d20'}  | ${'50'} | ${'chartmogul: not_billed -50; profitwell: not_billed -50'}
  ${'d0 act 1 Pro 50 bill 14d'}                                       | ${'d10'}  | ${'0'}  | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 40'}                                 | ${'d40'}  | ${'50'} | ${'chartmogul: last_billed -10; profitwell: last_billed -10'}
  ${'d0 act 1 Year 120 bill 365d; d5 sale 1 60 annual'}               | ${'d40'}  | ${'10'} | ${'chartmogul: last_billed -5; profitwell: last_billed -5'}
  ${'d0 act 1 Pro 20; d30 sale 1 20; d35 can 1; d35 act 2 Max 50'}    | ${'d40'}  | ${'50'} | ${''}
  ${'d0 act 1 Pro 20; d30 sale 1 20; d35 act 2 Max 50; d36 sale 2 9'} | ${'d40'}  | ${'50'} | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 40; d45 freeze 1'}                   | ${'d50'}  | ${'0'}  | ${'chartmogul: frozen 40'}
  ${'d0 act 1 Pro 50; d20 freeze 1'}                                  | ${'d50'}  | ${'0'}  | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d45 can 1'}                      | ${'d50'}  | ${'0'}  | ${'profitwell: paid_until 50'}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d45 can 1'}                      | ${'d61'}  | ${'0'}  | ${''}
  ${'d0 install; d0 act 1 Pro 50; d30 sale 1 50; d45 uninstall'}      | ${'d50'}  | ${'0'}  | ${'profitwell: paid_until 50'}
  ${'d0 act 1 Year 120 bill 365d; d5 sale 1 120 annual; d45 can 1'}   | ${'d300'} | ${'0'}  | ${'profitwell: paid_until 10'}
  ${'d0 act 1 Pro 50; d10 can 1'}                                     | ${'d20'}  | ${'0'}  | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d45 freeze 1; d50 can 1'}        | ${'d52'}  | ${'0'}  | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d45 can 1; d48 act 2 Pro 50'}    | ${'d50'}  | ${'50'} | ${''}
  ${'d0 sale 1 25; d30 sale 1 25'}                                    | ${'d99'}  | ${'0'}  | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d35 usage-sale 9 5'}             | ${'d40'}  | ${'50'} | ${'profitwell: usage 5'}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d35 usage-sale 9 5'}             | ${'d66'}  | ${'50'} | ${''}
  ${'d0 install; d1 usage-sale 9 5'}                                  | ${'d10'}  | ${'0'}  | ${''}
  ${'d0 act 1 Free 0; d1 usage-sale 9 5'}                             | ${'d10'}  | ${'0'}  | ${'profitwell: usage 5'}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d35 credit-sale 9 -8'}           | ${'d40'}  | ${'50'} | ${'profitwell: credits -8'}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d35 credit-sale 9 -80'}          | ${'d40'}  | ${'50'} | ${'profitwell: credits -50'}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d35 adjustment 1 -50'}           | ${'d40'}  | ${'50'} | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d35 one-time-sale 9 99'}         | ${'d40'}  | ${'50'} | ${''}
  ${'d0 act 1 Pro 50; d30 sale 1 50; d35 usage-sale 9 5 EUR'}         | ${'d40'}  | ${'50'} | ${'profitwell: usage 5 EUR'}
  ${'d0 act 1 Test 50 test'}                                          | ${'d10'}  | ${'0'}  | ${''}
`('$story, at $when: $ours, $differing', async ({ story, when, ours, differing }: Record<string, string>) => {
  const account = await accounts.connect();
  await account.shopWithRows('1', story ?? '');
  expect(await told(account, when ?? '')).toEqual([ours, differing]);
});

test('over all merchants: by rule and app, with how many merchants and the largest of them', async () => {
  const account = await accounts.connect();
  await account.shopWithRows('1', 'd0 act 1 Pro 50; d30 sale 1 40');
  await account.shopWithRows('1', 'd0 act 2 Pro 20; d30 sale 2 18', { app: '8' });
  await account.shopWithRows('2', 'd0 act 3 Pro 50; d30 sale 3 30');
  await account.shopWithRows('3', 'd0 act 4 Euro 9 EUR');
  const { currencies, names } = await account.read((tenant) => readMrrDefinitions(tenant, at('d40'), undefined));
  const [euros, dollars] = currencies;
  expect([euros?.currency, dollars?.currency]).toEqual(['EUR', 'USD']);
  const discounts = dollars?.definitions.get('chartmogul')?.find(({ rule }) => rule === 'last_billed');
  expect(discounts).toMatchObject({ units: -32n * 12_000_000n, merchants: 2 });
  expect(discounts?.apps).toEqual([
    { appNumber: '7', units: -30n * 12_000_000n, merchants: 2 },
    { appNumber: '8', units: -2n * 12_000_000n, merchants: 1 },
  ]);
  expect(discounts?.largest.map(({ shopNumber }) => names.get(shopNumber)?.name)).toEqual(['Shop 2', 'Shop 1']);
  const ofOneApp = await account.read((tenant) => readMrrDefinitions(tenant, at('d40'), '8'));
  expect(ofOneApp.currencies).toMatchObject([{ currency: 'USD', mrr: 20n * 12_000_000n }]);
});
