import type { Answered, Sent } from './api.js';
import { useTestApi } from './use-api.js';

export const GOOD_TOKEN = `prtapi_${'a'.repeat(32)}`;
export const GOOD = { partnerOrganizationId: '1234567', accessToken: GOOD_TOKEN };
export const JSON_TYPE = { 'content-type': 'application/json' };

/** An api for one test file that is sent nothing but what it must refuse: after each test nothing has come of it. */
export function useRefusingApi() {
  const on = useTestApi();
  afterEach(async () => {
    expect(await on.api.sql`select 1 from connections`).toEqual([]);
    expect(on.api.simulator.log.list()).toEqual([]);
  });

  async function post(sent: Sent, path = '/v1/connections'): Promise<Answered> {
    return on.api.send('POST', path, { token: on.owner, ...sent });
  }

  /** A refusal is a problem of the one shape, and repeats nothing of what was sent. */
  function expectProblem(answer: Answered, status: number, code: string): void {
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.json).toMatchObject({ type: `/problems/${code}`, status });
    expect(answer.json['instance']).toMatch(/^\/requests\/[0-9a-f-]{36}$/);
    expect(on.api.logged().includes(String(answer.json['instance']).slice('/requests/'.length))).toBe(true);
  }

  return Object.assign(on, { post, expectProblem });
}
