import { PERMISSIONS } from '../../contract/connection-words.js';
import { defaultSettings } from '../settings.js';
import { defaultDenial, Organization } from '../world.js';
import { answerQuery } from './execute.js';
import { prepare } from './prepare.js';

function errorsOf(query: string, variables = {}): unknown[] {
  const context = {
    organization: new Organization('1'),
    permissions: PERMISSIONS,
    denial: defaultDenial,
    now: Date.now() * 1000,
    pagesInCircle: null,
  };
  const prepared = prepare(query);
  const { errors } = answerQuery({ prepared, variables, operationName: undefined }, context, defaultSettings.versions);
  return JSON.parse(JSON.stringify(errors ?? [])) as unknown[];
}

test('an unknown field is refused in Shopify’s words, with a path into the query', () => {
  expect(errorsOf('query Sync { transactions { pageInfo { endCursor } } }')).toEqual([
    {
      message: "Field 'endCursor' doesn't exist on type 'PageInfo'",
      locations: [{ line: 1, column: 40 }],
      path: ['query Sync', 'transactions', 'pageInfo', 'endCursor'],
      extensions: { code: 'undefinedField' },
    },
  ]);
});

test.each`
  query                                                                                                                              | code                          | message
  ${'{ shop { id } }'}                                                                                                               | ${'undefinedField'}           | ${"Field 'shop' doesn't exist on type 'QueryRoot'"}
  ${'{ transactions(sortKey: ID) { pageInfo { hasNextPage } } }'}                                                                    | ${'argumentNotAccepted'}      | ${"Field 'transactions' doesn't accept argument 'sortKey'"}
  ${'{ app { id } }'}                                                                                                                | ${'missingRequiredArguments'} | ${"Field 'app' is missing required arguments: id"}
  ${'{ transactions { edges } }'}                                                                                                    | ${'selectionMismatch'}        | ${"Field must have selections (field 'edges' returns TransactionEdge but has no selections)"}
  ${'query Q { transactions(first: $n) { pageInfo { hasNextPage } } }'}                                                              | ${'variableNotDefined'}       | ${'Variable $n is used by Q but not declared'}
  ${'query Q($n: Int) { publicApiVersions { handle } }'}                                                                             | ${'variableNotUsed'}          | ${'Variable $n is declared by Q but not used'}
  ${'query Q($n: String) { transactions(first: $n) { pageInfo { hasNextPage } } }'}                                                  | ${'variableMismatch'}         | ${'Type mismatch on variable $n (String / Int)'}
  ${'{ transactions { edges { node { ... on Payout { id } } } } }'}                                                                  | ${'undefinedType'}            | ${"No such type Payout, so it can't be a fragment condition"}
  ${'{ transactions { edges { node { ... on ReferralTransaction { shop { id } } ... on AppSubscriptionSale { shop { id } } } } } }'} | ${'fieldConflict'}            | ${'Field \'shop\' has a field conflict: they return conflicting types "Shop!" and "Shop"'}
`('$code: $message', ({ query, code, message }: { query: string; code: string; message: string }) => {
  expect(errorsOf(query)).toMatchObject([{ message, extensions: { code } }]);
});

test('the same query with `shop` under an alias is accepted', () => {
  const shops = '... on ReferralTransaction { referred: shop { id } } ... on AppSubscriptionSale { shop { id } }';
  expect(errorsOf(`{ transactions { edges { node { ${shops} } } } }`)).toEqual([]);
});

test('a required variable that is missing, a time that is none and a broken text are refused', () => {
  expect(errorsOf('query Q($id: ID!) { app(id: $id) { id } }')).toMatchObject([
    { message: 'Variable $id was provided invalid value', extensions: { code: 'INVALID_VARIABLE' } },
  ]);
  const since = 'query Q($at: DateTime) { transactions(createdAtMin: $at) { pageInfo { hasNextPage } } }';
  expect(errorsOf(since, { at: 'yesterday' })).toMatchObject([{ extensions: { code: 'INVALID_VARIABLE' } }]);
  expect(errorsOf(since, { at: null })).toEqual([]);
  expect(errorsOf('{ transactions {')).toHaveLength(1);
});
