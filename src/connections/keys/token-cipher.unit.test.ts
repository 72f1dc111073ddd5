import { randomBytes } from 'node:crypto';
import { Secret } from '../../values/secret.js';
import { createTokenCipher, TokenUnreadable } from './token-cipher.js';

const owner = { organizationId: 'org_1', connectionId: '0d6c8f3e-6f0b-4f5e-9d3e-000000000001' };
const token = new Secret('prtapi_0123456789abcdef0123456789abcdef');
const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const first = newKey('k1');
const cipher = createTokenCipher(new Secret(first));

test('a token comes back as it went in, in the format that the column promises', () => {
  const stored = cipher.encrypt(owner, token);
  expect(stored).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
  expect(stored).not.toContain('prtapi');
  expect(cipher.decrypt(owner, stored).reveal()).toBe(token.reveal());
});

test('every encryption takes a new nonce', () => {
  const nonces = new Set(Array.from({ length: 10_000 }, () => cipher.encrypt(owner, token).split('.')[2]));
  expect(nonces.size).toBe(10_000);
});

test('no byte of the stored text can be changed', () => {
  const stored = cipher.encrypt(owner, token);
  for (let index = 0; index < stored.length; index++) {
    const altered = stored.slice(0, index) + (stored[index] === 'A' ? 'B' : 'A') + stored.slice(index + 1);
    expect(() => cipher.decrypt(owner, altered)).toThrow(TokenUnreadable);
  }
});

test.each([
  ['another connection', { ...owner, connectionId: '0d6c8f3e-6f0b-4f5e-9d3e-000000000002' }],
  ['another organization', { ...owner, organizationId: 'org_2' }],
])('a row moved to %s does not decrypt', (_, thief) => {
  expect(() => cipher.decrypt(thief, cipher.encrypt(owner, token))).toThrow(/altered or moved/);
});

test('a truncated tag is refused', () => {
  const stored = cipher.encrypt(owner, token);
  expect(() => cipher.decrypt(owner, stored.slice(0, -16))).toThrow(/unknown format/);
});

test('after a rotation both keys decrypt and the first encrypts', () => {
  const second = newKey('k2');
  const rotated = createTokenCipher(new Secret(`${second},${first}`));
  expect(rotated.decrypt(owner, cipher.encrypt(owner, token)).reveal()).toBe(token.reveal());
  const stored = rotated.encrypt(owner, token);
  expect(stored).toMatch(/^v1\.k2\./);
  expect(() => cipher.decrypt(owner, stored)).toThrow('TOKEN_KEYS lacks the key "k2"');
});

test('the same key under another id does not decrypt: the id is bound too', () => {
  const renamed = createTokenCipher(new Secret(first.replace('k1:', 'k9:')));
  expect(() => renamed.decrypt(owner, cipher.encrypt(owner, token).replace('v1.k1.', 'v1.k9.'))).toThrow(/altered/);
});

test.each([
  ['nothing', ''],
  ['no id', randomBytes(32).toString('base64')],
  ['a short key', `k1:${randomBytes(16).toString('base64')}`],
  ['a placeholder', `k1:${Buffer.alloc(32).toString('base64')}`],
  ['one id twice', `${first},${newKey('k1')}`],
  ['an empty second entry', `${first},`],
])('refuses a key ring of %s without showing it', (_, ring) => {
  const create = () => createTokenCipher(new Secret(ring));
  expect(create).toThrow(/TOKEN_KEYS/);
  try {
    create();
  } catch (error) {
    for (const part of ring.split(/[:,]/).filter((text) => text.length > 8)) expect(String(error)).not.toContain(part);
  }
});
