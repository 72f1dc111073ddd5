import fc from 'fast-check';
import { JsonText } from './json-text.js';

const nodes = (text: string) => new JsonText(text).propertiesInList(['data', 'page0', 'edges'], 'node');

test.each<[string, string[]]>([
  ['{"data":{"page0":{"edges":[{"cursor":"a","node":{"amount": 1e999}}]}}}', ['{"amount": 1e999}']],
  [
    '{"data":{"page0":{"edges":[{"node":1234567890123456789012345678901234567890}]}}}',
    ['1234567890123456789012345678901234567890'],
  ],
  ['{"data":{"page0":{"edges":[{"node":{"a":1,"a":2}},{"node":"\\ud800"}]}}}', ['{"a":1,"a":2}', '"\\ud800"']],
  [' { "data" : { "page0" : { "edges" : [ { "node" : { "a" : [ 1 , 2 ] } } ] } } } ', ['{ "a" : [ 1 , 2 ] }']],
  ['{"data":{"page0":{"edges":[{"node":1}]},"page0":{"edges":[{"node":2,"node":3}]}}}', ['3']],
  ['{"data":{"page0":{"edges":[{"n\\u006fde":"]}"}]}}}', ['"]}"']],
  ['{"data":{"page0":{"edges":[]}}}', []],
  ['{"data":{"page1":{"edges":[{"node":1}]}}}', []],
  ['{"data":null}', []],
])('%s', (text, expected) => {
  expect(nodes(text)).toEqual(expected);
});

test('no depth is too deep', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  expect(nodes(`{"data":{"page0":{"edges":[{"node":${deep}}]}}}`)).toEqual([deep]);
});

test('whatever the nodes are and however they are spaced, their texts are found again', () => {
  const spaced = fc.tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t', '\n'));
  fc.assert(
    fc.property(fc.array(spaced), fc.jsonValue(), (values, neighbour) => {
      const texts = values.map(([value, space]) => JSON.stringify(value, null, space));
      const edges = texts.map((text) => `{"cursor":"x", "node":${text} }`).join(' ,\n');
      const text = `{"errors":${JSON.stringify(neighbour)},"data":{"page0":{"edges":[${edges}]}}}`;
      expect(nodes(text)).toEqual(texts);
    }),
  );
});
