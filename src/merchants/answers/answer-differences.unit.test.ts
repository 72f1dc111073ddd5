import type { Amount } from '../../contract/merchant-words.js';
import { parseUnits } from '../../values/money.js';
import type { StatedTerms } from '../rules/words/rows.js';
import { answerDifferences, type ComparedPair } from './answer-differences.js';

const usd = (amount: string): Amount => ({ units: parseUnits(amount) ?? 0n, currency: 'USD' });
const terms: StatedTerms = {
  chargeNumber: '1',
  plan: 'Pro',
  interval: 'EVERY_30_DAYS',
  price: usd('29'),
  discountedPrice: null,
  trialEndsAt: null,
  cancelsOn: null,
};
const pair: ComparedPair = { outcome: 'stated', terms, status: 'active', plan: 'Pro', mrr: [usd('29')] };

test.each<[string, Partial<ComparedPair>, string[]]>([
  ['alike', {}, []],
  ['a year’s price', { terms: { ...terms, interval: 'ANNUAL', price: usd('348') } }, []],
  ['another price', { mrr: [usd('20')] }, ['mrr: 29.00 USD, 20.00 USD']],
  ['another currency', { mrr: [{ ...usd('29'), currency: 'EUR' }] }, ['mrr: 29.00 USD, 0.00 USD']],
  ['another plan', { plan: 'Basic' }, ['plan: Pro, Basic']],
  ['a trial counts nothing yet', { status: 'trialing', mrr: [] }, []],
  ['a frozen one counts nothing', { status: 'frozen', mrr: [] }, []],
  ['a contract of one who has left', { status: 'churned', mrr: [] }, ['status: a contract, churned']],
  ['one that costs nothing', { status: 'installed', mrr: [], terms: { ...terms, price: usd('0') } }, []],
  ['no contract of one who pays', { outcome: 'none', terms: null }, ['status: no contract, active']],
  ['no contract of one who has none', { outcome: 'none', terms: null, status: 'churned', mrr: [] }, []],
  ['somebody else’s answer', { outcome: 'disagrees', terms: null }, ['shop: of another shop or app, active']],
  ['a price that cannot be read', { terms: { ...terms, price: null } }, []],
])('%s', (_, changes, expected) => {
  const found = answerDifferences({ ...pair, ...changes });
  expect(found.map(({ what, stated, derived }) => `${what}: ${stated}, ${derived}`)).toEqual(expected);
});
