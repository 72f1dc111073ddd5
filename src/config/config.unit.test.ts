import { readEnvironment, webhookTarget } from './config.js';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const url = 'https://convot.example/hooks';

test.each`
  why                           | CONVOT_WEBHOOK_URL                | CONVOT_WEBHOOK_SECRET                | complaint
  ${'no secret'}                | ${url}                            | ${''}                                | ${'CONVOT_WEBHOOK_SECRET: is required beside CONVOT_WEBHOOK_URL'}
  ${'three secrets'}            | ${url}                            | ${[secret, other, secret].join(',')} | ${'CONVOT_WEBHOOK_SECRET: is not one secret or two'}
  ${'a secret of another kind'} | ${url}                            | ${`${secret},hunter2`}               | ${'CONVOT_WEBHOOK_SECRET: is not one secret or two'}
  ${'in clear over a network'}  | ${'http://convot.example/hooks'}  | ${secret}                            | ${'CONVOT_WEBHOOK_URL: must be https'}
  ${'a password in it'}         | ${'https://u:p@convot.example/h'} | ${secret}                            | ${'CONVOT_WEBHOOK_URL: must not hold a user or password'}
  ${'no address'}               | ${'convot'}                       | ${secret}                            | ${'CONVOT_WEBHOOK_URL: '}
`('$why: churn events are not configured so', ({ complaint, ...source }: Record<string, string>) => {
  expect(() => readEnvironment(source)).toThrow(complaint);
  expect(() => readEnvironment(source)).not.toThrow(/hunter2|whsec_[A-Za-z0-9+/]{8}/);
});

test('this machine may be told in clear, but not in production', () => {
  const source = { CONVOT_WEBHOOK_URL: 'http://127.0.0.1:9/', CONVOT_WEBHOOK_SECRET: secret };
  expect(webhookTarget(readEnvironment(source))?.url).toBe('http://127.0.0.1:9/');
  expect(() => readEnvironment({ ...source, NODE_ENV: 'production' })).toThrow('CONVOT_WEBHOOK_URL: must be https');
});

test('one secret or two sign, and neither is printed', () => {
  const target = webhookTarget(
    readEnvironment({ CONVOT_WEBHOOK_URL: url, CONVOT_WEBHOOK_SECRET: `${secret}, ${other}` }),
  );
  expect(target?.secrets.map((each) => each.reveal())).toEqual([secret, other]);
  expect(JSON.stringify(target)).not.toContain('whsec_');
});

test('without an address nobody is told', () => {
  expect(webhookTarget(readEnvironment({ CONVOT_WEBHOOK_URL: '', CONVOT_WEBHOOK_SECRET: secret }))).toBeNull();
});

test('every change of a merchant is told where that is wanted, and somebody can be told', () => {
  const source = { CONVOT_WEBHOOK_URL: url, CONVOT_WEBHOOK_SECRET: secret };
  expect(readEnvironment(source).CONVOT_WEBHOOK_UPDATES).toBe('0');
  expect(readEnvironment({ ...source, CONVOT_WEBHOOK_UPDATES: '1' }).CONVOT_WEBHOOK_UPDATES).toBe('1');
  expect(() => readEnvironment({ CONVOT_WEBHOOK_UPDATES: '1' })).toThrow('CONVOT_WEBHOOK_UPDATES: needs');
  expect(() => readEnvironment({ ...source, CONVOT_WEBHOOK_UPDATES: 'yes' })).toThrow('CONVOT_WEBHOOK_UPDATES: ');
});

test.each([
  'app.convot.com',
  'https://app.convot.com/',
  'https://app.convot.com/inbox',
  'https://*.convot.com',
  'https://APP.convot.com',
  'https://app.convot.com:443',
  "'self'",
  'https://app.convot.com; script-src *',
  'https://app.convot.com;sandbox',
  'https://"app.convot.com',
  'https://$&.convot.com',
])('the pages are not embedded by “%s”', (origins) => {
  expect(() => readEnvironment({ FRAME_ANCESTORS: origins })).toThrow('FRAME_ANCESTORS');
});

test('the pages are embedded by the origins that are named, in production over https only', () => {
  const origins = { FRAME_ANCESTORS: 'https://app.convot.com, http://localhost:3000' };
  expect(readEnvironment(origins).FRAME_ANCESTORS).toEqual(['https://app.convot.com', 'http://localhost:3000']);
  expect(() => readEnvironment({ ...origins, NODE_ENV: 'production' })).toThrow('FRAME_ANCESTORS: must be https');
});
