import { Webhook } from 'standardwebhooks';
import { Secret } from '../values/secret.js';
import { isSigningSecret, signedHeaders } from './sign.js';

const parts = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampSeconds: 1_614_265_330, body: '{"test": 2432232314}' };
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test('signs as the published test vector of Standard Webhooks does', () => {
  expect(signedHeaders([new Secret(secret)], parts)).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('while one secret replaces another, receivers with either accept the message', () => {
  const older = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const now = { ...parts, timestampSeconds: Math.floor(Date.now() / 1000) };
  const headers = signedHeaders([new Secret(secret), new Secret(older)], now);
  for (const known of [secret, older])
    expect(new Webhook(known).verify(now.body, headers)).toEqual({ test: 2432232314 });
  const stranger = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  expect(() => new Webhook(stranger).verify(now.body, headers)).toThrow();
});

test.each`
  secret                                               | is
  ${secret}                                            | ${true}
  ${`whsec_${Buffer.alloc(24).toString('base64')}`}    | ${true}
  ${`whsec_${Buffer.alloc(64).toString('base64')}`}    | ${true}
  ${`whsec_${Buffer.alloc(23).toString('base64')}`}    | ${false}
  ${`whsec_${Buffer.alloc(65).toString('base64')}`}    | ${false}
  ${`whsec_${Buffer.alloc(32).toString('base64url')}`} | ${false}
  ${Buffer.alloc(32).toString('base64')}               | ${false}
  ${'whsec_'}                                          | ${false}
`('$secret may sign: $is', ({ secret: text, is }: { secret: string; is: boolean }) => {
  expect(isSigningSecret(text)).toBe(is);
});
