import { readAnswer } from './read-answer.js';

interface Case {
  what: string;
  status?: number;
  headers?: Record<string, string>;
  data?: unknown;
  errors?: unknown;
  code: string;
}

function refusalOf(answer: Parameters<typeof readAnswer>[0]): unknown {
  try {
    return readAnswer(answer);
  } catch (error) {
    return error;
  }
}

const html = { 'content-type': 'text/html' };

test.each<Case>([
  { what: 'HTTP 429', status: 429, code: 'throttled' },
  { what: '429 inside a 200', errors: [{ extensions: { code: '429' } }], code: 'throttled' },
  { what: '429 as a number', errors: [{ extensions: { code: 429 } }], code: 'throttled' },
  {
    what: '429 beside nulls',
    errors: [{ path: null, extensions: null }, { extensions: { code: '429' } }],
    code: 'throttled',
  },
  { what: '429 beside nonsense', errors: ['text', { extensions: { code: '429' } }], code: 'throttled' },
  { what: 'HTTP 401 with text for errors', status: 401, errors: 'no', code: 'token_rejected' },
  { what: '401 inside a 200', errors: [{ extensions: { code: '401' } }], code: 'token_rejected' },
  { what: 'HTTP 404', status: 404, code: 'api_version_retired' },
  { what: 'HTTP 502 of a proxy', status: 502, headers: html, code: 'shopify_unavailable' },
  { what: '500 inside a 200', errors: [{ extensions: { code: '500' } }], code: 'shopify_unavailable' },
  { what: '503 inside a 200', errors: [{ extensions: { code: '503' } }], code: 'shopify_unavailable' },
  { what: 'a word for it', errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }], code: 'shopify_unavailable' },
  { what: 'a throttle in words', errors: [{ path: ['a'], extensions: { code: 'THROTTLED' } }], code: 'throttled' },
  { what: 'unauthorized', errors: [{ extensions: { code: 'UNAUTHORIZED' } }], code: 'token_rejected' },
  { what: 'unauthenticated', errors: [{ path: ['a'], type: 'UNAUTHENTICATED' }], code: 'token_rejected' },
  {
    what: 'HTTP 403 with a timeout of its own',
    status: 403,
    errors: [{ path: ['a'], extensions: { code: 'timeout' } }],
    code: 'shopify_unavailable',
  },
  { what: 'HTTP 403, unauthorized', status: 403, errors: [{ type: 'UNAUTHORIZED' }], code: 'query_refused' },
  { what: 'HTTP 403 of a proxy', status: 403, headers: html, code: 'shopify_unavailable' },
  { what: 'HTTP 403', status: 403, errors: [{ message: 'no' }], code: 'query_refused' },
  { what: 'HTTP 400', status: 400, errors: [{ extensions: { code: '400' } }], code: 'query_refused' },
  { what: 'an error without a path', data: {}, errors: [{ message: 'no' }], code: 'query_refused' },
  { what: 'a validation error', errors: [{ path: ['query Sync', 'x'] }], code: 'query_refused' },
  { what: 'neither data nor errors', code: 'unexpected_answer' },
  { what: 'data that is a list', data: [1], code: 'unexpected_answer' },
])('$what is $code', ({ status = 200, headers = {}, data, errors, code }) => {
  expect(refusalOf({ status, headers: new Headers(headers), data, errors, body: '' })).toMatchObject({ code });
});

test('errors under an alias leave the answer whole', () => {
  const errors = [{ path: ['page1', 'events'], extensions: { code: '500' } }, { path: ['page2'] }];
  const answer = readAnswer({
    status: 200,
    headers: new Headers(),
    data: { page0: {}, page1: null },
    errors,
    body: '{}',
  });
  expect(answer).toMatchObject({
    data: { page0: {}, page1: null },
    errors: [
      { meaning: 'outage', alias: 'page1' },
      { meaning: 'unknown', alias: 'page2' },
    ],
  });
});

test('a throttle says how long to wait, in either form', () => {
  const headers = new Headers({ 'retry-after': '2' });
  const throttle = { headers, data: undefined, errors: [{ extensions: { code: '429' } }], body: '' };
  expect(refusalOf({ status: 429, ...throttle })).toMatchObject({ retryAfterMs: 2_000 });
  expect(refusalOf({ status: 200, ...throttle })).toMatchObject({ retryAfterMs: 2_000 });
});
