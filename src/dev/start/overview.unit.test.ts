import { overview } from './overview.js';

const places = {
  apiPort: 3001,
  databaseUrl: 'postgres://convot:do-not-print@127.0.0.1:5433/convot',
  temporalAddress: '127.0.0.1:7234',
  temporalUiUrl: 'http://127.0.0.1:8233',
  namespace: 'default',
  partnerApiUrl: undefined,
  controlUrl: undefined,
  local: '/checkout/.local',
};

test('says where everything is, at the ports really taken, and keeps the password', () => {
  const text = overview(places);
  expect(text).toContain('http://localhost:3001/docs');
  expect(text).toContain('http://127.0.0.1:8233/namespaces/default/workflows');
  expect(text).toContain('postgres://convot@127.0.0.1:5433/convot');
  expect(text).not.toContain('do-not-print');
});

test('leaves out what was not started', () => {
  const text = overview({ ...places, temporalUiUrl: undefined });
  expect(text).not.toContain('Temporal UI');
  expect(text).not.toContain('simulator');
  expect(text).toMatch(/Partner API +Shopify/);
});
