import { codesOf, commonReason, type ErrorMeaning, meaningOfCode, reasonOf } from './error-meaning.js';

const SPELLINGS: Record<ErrorMeaning, readonly string[]> = {
  throttled: ['429', 'THROTTLED', 'throttled', 'TOO_MANY_REQUESTS', 'too-many-requests', 'rateLimited', 'HTTP_429'],
  outage: [
    '500',
    '503',
    '530',
    '408',
    'HTTP_500',
    'http-502',
    'E504',
    '500 Internal Server Error',
    'INTERNAL_SERVER_ERROR',
    'internal_server_error',
    'internal-server-error',
    'internalServerError',
    'InternalServerError',
    'INTERNAL',
    'InternalError',
    'SERVER_ERROR',
    'TIMEOUT',
    'timed_out',
    'TIMED-OUT',
    'gatewayTimeout',
    'GATEWAY_TIMEOUT',
    'bad_gateway',
    'DEADLINE_EXCEEDED',
    'Net::ReadTimeout',
    'UNAVAILABLE',
    'service_unavailable',
    'ServiceUnavailable',
    'TEMPORARILY_UNAVAILABLE',
    'OVERLOADED',
    'overCapacity',
    'MAINTENANCE',
    'underMaintenance',
    'MAINTENANCE_MODE',
    'SERVICE_DOWN',
    'DOWNSTREAM_SERVICE_ERROR',
    'UNKNOWN',
    'UNKNOWN_ERROR',
    'UnexpectedError',
    'SYSTEM_ERROR',
    'RETRY_LATER',
    'ECONNRESET',
    'connectionReset',
  ],
  token: ['401', 'UNAUTHENTICATED', '401_UNAUTHORIZED', 'INVALID_ACCESS_TOKEN', 'tokenExpired'],
  unauthorized: ['UNAUTHORIZED', 'unauthorised'],
  access: [
    '403',
    'ACCESS_DENIED',
    'accessDenied',
    'FORBIDDEN',
    'permission-denied',
    'INSUFFICIENT_SCOPE',
    'NOT_ALLOWED',
  ],
  absent: ['404', 'NOT_FOUND', 'notFound'],
  unknown: ['', '200', '400', '999', 'undefinedField', 'BAD_USER_INPUT', 'ERROR', 'ExecutionError', '5000', '1500'],
};

test.each(Object.entries(SPELLINGS).flatMap(([meaning, codes]) => codes.map((code) => [code, meaning])))(
  'the code %j speaks of %s',
  (code, meaning) => {
    expect(meaningOfCode(code)).toBe(meaning);
  },
);

test.each<[string, object, readonly string[]]>([
  ['in extensions.code', { extensions: { code: 'TIMEOUT' } }, ['TIMEOUT']],
  ['as a number', { extensions: { code: 500 } }, ['500']],
  ['in extensions.type', { extensions: { type: 'TIMEOUT' } }, ['TIMEOUT']],
  ['in extensions.http.status', { extensions: { http: { status: 503 } } }, ['503']],
  ['in extensions.statusCode', { extensions: { statusCode: 503 } }, ['503']],
  ['in extensions.error_code', { extensions: { error_code: 'TIMEOUT' } }, ['TIMEOUT']],
  ['in extensions.problems', { extensions: { problems: [{ code: 'A', path: ['b'] }, { type: 'C' }] } }, ['A', 'C']],
  ['as a problem', { extensions: { problems: ['TIMEOUT'] } }, ['TIMEOUT']],
  ['beside the message', { message: 'no', type: 'TIMEOUT', code: 'B' }, ['TIMEOUT', 'B']],
  ['in a list', { extensions: { codes: ['A', 'B'] } }, ['A', 'B']],
])('codes are found %s', (_, error, codes) => {
  expect(codesOf(error)).toEqual(codes);
});

test.each<[string, unknown]>([
  ['a message', { message: 'TIMEOUT' }],
  ['a path', { path: ['TIMEOUT'], locations: [{ line: 500, column: 503 }] }],
  ['an explanation', { extensions: { problems: [{ explanation: 'TIMEOUT' }] } }],
  ['a sentence', { extensions: { code: 'Sorry, there was a timeout on our side.' } }],
  ['a name', { extensions: { typeName: 'TIMEOUT', fieldName: 'internal', argumentName: '500' } }],
  ['what is no error', 'TIMEOUT'],
  ['nothing', null],
])('%s is no code', (_, error) => {
  expect(codesOf(error)).toEqual([]);
});

test('of several codes the one that clears the owner counts', () => {
  expect(reasonOf({ extensions: { code: 'ACCESS_DENIED', type: 'INTERNAL' } }).meaning).toBe('outage');
  expect(commonReason([reasonOf({ extensions: { code: '403' } }), reasonOf({ type: 'TIMEOUT' })]).meaning).toBe(
    'outage',
  );
});

test('errors with the same codes are alike, whatever their texts; no code can be read from it', () => {
  const one = reasonOf({ message: 'a', extensions: { code: 'FOO' } });
  expect(reasonOf({ message: 'b', extensions: { code: 'FOO' } })).toEqual(one);
  expect(reasonOf({ message: 'a', extensions: { code: 'BAR' } }).likeness).not.toBe(one.likeness);
  expect(reasonOf({ message: 'a' }).likeness).not.toBe(one.likeness);
  expect(JSON.stringify(one)).not.toContain('FOO');
});
