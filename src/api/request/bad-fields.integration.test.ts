import { GOOD, GOOD_TOKEN, JSON_TYPE, useRefusingApi } from '../../../test/support/servers/refusing-api.js';

const on = useRefusingApi();
const { post, expectProblem } = on;

describe('the Partner Organization ID', () => {
  test.each([
    [1234567],
    [null],
    [true],
    [['1234567']],
    [{}],
    [''],
    [' 123'],
    ['123 '],
    ['123\n'],
    ['1\n2'],
    ['0'],
    ['00123'],
    ['-1'],
    ['+1'],
    ['1.0'],
    ['1e3'],
    ['0x10'],
    ['١٢٣'],
    ['１２３'],
    ['12\u200b3'],
    ['१'],
    ['1'.repeat(20)],
    ['9223372036854775808'],
    ['1/../2'],
    ['../../admin'],
    ['1?x='],
    ['1#'],
    ['@evil'],
    ['//evil'],
    ['1%2f..'],
    ['gid://partners/Organization/1'],
    ['https://partners.shopify.com/1234567/apps'],
    ['1'.repeat(10_000)],
  ] as [unknown][])('%j is refused', async (partnerOrganizationId) => {
    const answer = await post({ body: { ...GOOD, partnerOrganizationId } });
    expectProblem(answer, 422, 'invalid_organization_id');
    const code = JSON.stringify(partnerOrganizationId).includes('://partners.')
      ? 'dashboard_url'
      : 'invalid_organization_id';
    expect(answer.json['errors']).toEqual([{ pointer: '/partnerOrganizationId', code }]);
  });
});

describe('the access token', () => {
  test.each([
    [undefined],
    [null],
    [1],
    [[GOOD_TOKEN]],
    [''],
    ['short'],
    [` ${GOOD_TOKEN}`],
    [`${GOOD_TOKEN}\t`],
    ['prtapi_ 0123456789abcdef'],
    [`${GOOD_TOKEN}\r\n`],
    [`${GOOD_TOKEN}\nX-Evil: 1`],
    [`${GOOD_TOKEN}\0`],
    [`\ufeff${GOOD_TOKEN}`],
    [`${GOOD_TOKEN}\u200b`],
    ['prtapi_ключключключ'],
    [`${GOOD_TOKEN}😀`],
    [`Bearer ${GOOD_TOKEN}`],
    [`"${GOOD_TOKEN}"`],
    [`'${GOOD_TOKEN}'`],
    ['p'.repeat(257)],
  ])('%j is refused', async (token) => {
    expectProblem(await post({ body: { ...GOOD, accessToken: token } }), 422, 'invalid_token');
  });

  test.each(['shpat_', 'shpss_', 'shpca_', 'shppa_', 'shpua_'])('%s… belongs to another API', async (prefix) => {
    expectProblem(await post({ body: { ...GOOD, accessToken: prefix + 'a'.repeat(32) } }), 422, 'wrong_token_kind');
  });

  test('is checked the same when reconnecting', async () => {
    const path = '/v1/connections/00000000-0000-4000-8000-000000000000/reconnect';
    expectProblem(await post({ body: { accessToken: 'short' } }, path), 422, 'invalid_token');
    expectProblem(await post({ body: { accessToken: null } }, path), 422, 'invalid_token');
  });
});

describe('a field that nobody asked for', () => {
  test.each(['organizationId', 'status', 'role', 'baseUrl', 'apiVersion', 'generation', 'constructor', 'prototype'])(
    '%s is refused',
    async (name) => {
      const answer = await post({ body: { ...GOOD, [name]: 'x' } });
      expectProblem(answer, 422, 'unknown_field');
      expect(answer.json['errors']).toBeUndefined();
    },
  );

  test.each(['{"__proto__":{"role":"on.owner"}}', '{"a":{"constructor":{"prototype":{}}}}', '{"\\u005f_proto__":1}'])(
    '%s is refused',
    async (body) => {
      expectProblem(await post({ body, headers: JSON_TYPE }), 422, 'unknown_field');
    },
  );
});
