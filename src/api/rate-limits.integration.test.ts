import { startTestApi } from '../../test/support/api.js';
import { accessToken } from '../../test/support/tokens.js';
import { defaultRateLimits } from './rate-limits.js';

test('the sixth try of credentials within a quarter of an hour waits; whoever else tries does not', async () => {
  const api = await startTestApi({ limits: { credentials: defaultRateLimits.credentials } });
  try {
    const attempt = async (org: string) =>
      api.send('POST', '/v1/connections', {
        token: await accessToken({ org }),
        body: { partnerOrganizationId: '3000000', accessToken: `prtapi_${'0'.repeat(32)}` },
      });
    for (let tries = 1; tries <= 5; tries++) expect((await attempt('org_1')).json.code).toBe('token_rejected');
    const asked = api.simulator.log.list().length;
    const sixth = await attempt('org_1');
    expect([sixth.status, sixth.json.code]).toEqual([429, 'rate_limited']);
    const seconds = Number(sixth.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(800);
    expect(seconds).toBeLessThanOrEqual(900);
    expect(api.simulator.log.list()).toHaveLength(asked);
    expect((await attempt('org_2')).json.code).toBe('token_rejected');
    // What never reaches Shopify is no try.
    const malformed = await api.send('POST', '/v1/connections', { token: await accessToken(), body: {} });
    expect(malformed.status).toBe(422);
  } finally {
    await api.close();
  }
});

test('tries against one Partner organization are counted together, whoever tries', async () => {
  const api = await startTestApi({ limits: { credentialsOfTarget: { tries: 2, windowMs: 60_000 } } });
  try {
    const statuses = [];
    for (const org of ['org_1', 'org_2', 'org_3']) {
      const { status } = await api.send('POST', '/v1/connections', {
        token: await accessToken({ org }),
        body: { partnerOrganizationId: '3000001', accessToken: `prtapi_${'0'.repeat(32)}` },
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([422, 422, 429]);
  } finally {
    await api.close();
  }
});

test('apps are added so many a minute; who asks for more waits, and Shopify is not asked', async () => {
  const api = await startTestApi({ limits: { appAdditions: { tries: 2, windowMs: 60_000 } } });
  try {
    const token = await accessToken();
    const partnerToken = `prtapi_${'a'.repeat(32)}`;
    api.simulator.world.found('1234567').issue(partnerToken);
    const { json } = await api.send('POST', '/v1/connections', {
      token,
      body: { partnerOrganizationId: '1234567', accessToken: partnerToken },
    });
    const before = api.simulator.log.list().length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.send('POST', `/v1/connections/${json.id}/apps`, {
          token,
          body: { appId: `gid://partners/App/${index + 1}` },
        }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect([refused.length, answers.length - refused.length]).toEqual([18, 2]);
    expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(api.simulator.log.list()).toHaveLength(before + 2);
  } finally {
    await api.close();
  }
});
