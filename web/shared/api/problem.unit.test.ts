import { readProblem } from './problem.js';

const answer = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

test('an answer is read with its sentence, its reference and the permission it names', async () => {
  const body = {
    code: 'permission_missing',
    detail: 'Missing.',
    instance: '/requests/ab12',
    permission: 'manage_apps',
  };
  expect(await readProblem(answer(422, body))).toMatchObject({
    code: 'permission_missing',
    detail: 'Missing.',
    reference: 'ab12',
    permission: 'manage_apps',
    status: 422,
  });
});

test('what is no answer of ours is our failure', async () => {
  const problem = await readProblem(new Response('<html>Bad gateway</html>', { status: 502 }));
  expect(problem).toMatchObject({ code: 'internal', reference: null, status: 502 });
  expect(problem.detail).toContain('Something went wrong on our side.');
});

test('headers are not for people: how long to wait is said', async () => {
  const body = { code: 'rate_limited', detail: 'Wait as long as the Retry-After header says, then try again.' };
  expect((await readProblem(answer(429, body, { 'Retry-After': '840' }))).detail).toBe(
    'Too many tries in a short time. Try again in 14 minutes.',
  );
  expect((await readProblem(answer(429, body))).detail).toBe(
    'Too many tries in a short time. Wait a few minutes, then try again.',
  );
});

test.each([
  ['a page', '<html>Internal Server Error</html>'],
  ['nothing', ''],
  ['JSON of its own', '{"detail":"instance 7 is away","instance":"i-7"}'],
  ['JSON that is no object', 'null'],
])('of a proxy that answers 500 with %s no instance is asked for', async (_, body) => {
  const problem = await readProblem(new Response(body, { status: 500 }));
  expect(problem).toMatchObject({ code: 'internal', reference: null });
  expect(problem.detail).not.toMatch(/instance|reference/);
  expect(problem.detail).toContain('Try again');
});
