import { isComparable } from './figures.js';

test.each`
  history      | comparable
  ${'whole'}   | ${true}
  ${'none'}    | ${true}
  ${'partial'} | ${false}
`('figures of a past that is $history are compared: $comparable', ({ history, comparable }) => {
  expect(isComparable({ history: history as 'whole' | 'none' | 'partial' })).toBe(comparable);
});
