import { startTestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';

test('many apps added at once are asked for at Shopify’s pace', async () => {
  const api = await startTestApi({ pace: { requestsPerSecond: 10, patienceMs: 60_000 } });
  try {
    const token = await accessToken();
    const organization = api.simulator.world.found('1234567');
    const partnerToken = `prtapi_${'a'.repeat(32)}`;
    organization.issue(partnerToken);
    const numbers = Array.from({ length: 25 }, (_, index) => String(100 + index));
    for (const number of numbers) organization.ledger.apps.set(number, { number, name: number, apiKey: 'key' });
    const body = { partnerOrganizationId: '1234567', accessToken: partnerToken };
    const { json } = await api.send('POST', '/v1/connections', { token, body });

    const beganAtMs = performance.now();
    const answers = await Promise.all(
      numbers.map((number) =>
        api.send('POST', `/v1/connections/${json.id}/apps`, { token, body: { appId: `gid://partners/App/${number}` } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(numbers.map(() => 201));
    // Ten in the first second, ten in the next, and five after it.
    expect(performance.now() - beganAtMs).toBeGreaterThan(2_000);
  } finally {
    await api.close();
  }
});
