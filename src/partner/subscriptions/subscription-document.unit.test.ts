import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { paths } from '../../process/paths.js';
import { pageDocument } from '../pages/page-document.js';
import { subscriptionParts } from './subscription-document.js';

const schema = buildSchema(readFileSync(paths.partnerSchema, 'utf8'));
const questions = Array.from({ length: 25 }, (_, index) => ({
  appNumber: String(index + 1),
  shopifyShopNumber: String(900 + index),
}));

test('Shopify’s schema takes the query for several subscriptions', () => {
  const { document, variables } = pageDocument([], subscriptionParts(questions));
  expect(validate(schema, parse(document))).toEqual([]);
  expect(variables).toMatchObject({
    subscriptionApp24: 'gid://shopify/App/25',
    subscriptionShop24: 'gid://shopify/Shop/924',
  });
  expect(document.length).toBeLessThan(50_000);
});

test('and for some beside pages', () => {
  const page = { feed: { kind: 'transactions' }, from: null, to: null, cursor: null } as const;
  const { document } = pageDocument([page], subscriptionParts(questions.slice(0, 2)));
  expect(validate(schema, parse(document))).toEqual([]);
});
