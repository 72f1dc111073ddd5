import { randomBytes } from 'node:crypto';
import { weaknessOf } from './weak-key.js';

test.each([
  ['zeros', Buffer.alloc(32), 'a repetition'],
  ['one byte, at an odd length', Buffer.alloc(33, 7), 'a repetition'],
  ['a pattern that does not come out even', Buffer.from([255, 1, 200, 255, 1, 200, 255]), 'a repetition'],
  ['a word', Buffer.from('changeme'.repeat(4)), 'text, not random bytes'],
  ['a sentence with letters of another script', Buffer.from('пароль-пароль-пароль'), 'text, not random bytes'],
  ['counting bytes', Buffer.from(Array.from({ length: 32 }, (_, index) => index + 120)), 'a sequence'],
  ['counting backwards', Buffer.from(Array.from({ length: 32 }, (_, index) => 250 - index * 7)), 'a sequence'],
  [
    'zeros with a little at the end',
    Buffer.concat([Buffer.alloc(24), randomBytes(8)]),
    'made of too few different bytes',
  ],
])('%s', (_, key, weakness) => {
  expect(weaknessOf(key)).toBe(weakness);
});

test('nothing random is refused', () => {
  for (let index = 0; index < 1_000; index += 1) {
    for (const length of [24, 32, 64]) expect(weaknessOf(randomBytes(length))).toBeUndefined();
  }
});
