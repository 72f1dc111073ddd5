import type { Permission } from './connection-words.js';
import { permissionMissing, tooManyTries, triesLeft } from './error-sentences.js';

/** Why a command was not carried out, as the contract names it. */
export type RefusalCode =
  | 'not_found'
  | 'app_not_found'
  | 'already_connected'
  | 'not_connected'
  | 'paused'
  | 'token_required'
  | 'token_rejected'
  | 'permission_missing'
  | 'app_limit'
  | 'app_discovered'
  | 'segment_not_found'
  | 'segment_name_taken'
  | 'segment_limit'
  | 'rate_limited'
  | 'shopify_unavailable';

export type ProblemCode =
  | RefusalCode
  | 'malformed_json'
  | 'malformed_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'epoch_over'
  | 'idempotency_in_flight'
  | 'too_large'
  | 'headers_too_large'
  | 'unsupported_media_type'
  | 'invalid_organization_id'
  | 'invalid_token'
  | 'wrong_token_kind'
  | 'invalid_app_id'
  | 'unknown_field'
  | 'invalid_field'
  | 'invalid_criteria'
  | 'invalid_query'
  | 'invalid_cursor'
  | 'idempotency_key_reused'
  | 'internal'
  | 'unavailable';

interface ProblemType {
  readonly status: number;
  /** The same for every problem of the type. */
  readonly title: string;
  /** What to do. Never anything that was sent to us. */
  readonly detail: string;
}

/** The one table of what this API says no with. The codes are the contract's. */
export const PROBLEMS: Record<ProblemCode, ProblemType> = {
  malformed_json: problem(
    400,
    'Malformed JSON',
    'Send one JSON object, in UTF-8, each name once, at most 8 levels deep.',
  ),
  malformed_request: problem(400, 'Malformed request', 'The request could not be read. Check its path and headers.'),
  unauthenticated: problem(401, 'Not signed in', 'Send a valid access token as "Authorization: Bearer <token>".'),
  forbidden: problem(403, 'Not allowed', 'Your role may not do this. An owner of the organization may.'),
  not_found: problem(404, 'Not found', 'There is nothing here, or it belongs to another organization.'),
  app_not_found: problem(
    404,
    'App not found',
    'This organization has no app with this ID. Check the ID, or connect the organization that owns the app.',
  ),
  segment_not_found: problem(
    404,
    'Segment not found',
    'There is no segment with this id, or not any more. List the segments, and choose one of them.',
  ),
  method_not_allowed: problem(405, 'Method not allowed', 'See the Allow header for what this address answers to.'),
  request_timeout: problem(408, 'Request timeout', 'The request did not arrive in time. Send it again.'),
  already_connected: problem(
    409,
    'Already connected',
    'This Partner organization is connected. Use reconnect to replace its token.',
  ),
  not_connected: problem(409, 'Not connected', 'The connection is not syncing. Reconnect it first.'),
  paused: problem(
    409,
    'Paused',
    'Convot’s operators have paused syncing. It goes on by itself when they resume it; the token and the data are kept.',
  ),
  token_required: problem(409, 'Token required', 'No token is stored for this connection. Reconnect with a new one.'),
  app_discovered: problem(409, 'App was discovered', 'Only apps that were added by hand can be removed.'),
  segment_name_taken: problem(
    409,
    'Name taken',
    'Another segment of the organization is called so. Choose another name, or change that segment.',
  ),
  idempotency_in_flight: problem(
    409,
    'Request in flight',
    'A request with this Idempotency-Key is still being answered. Try again shortly.',
  ),
  epoch_over: problem(
    410,
    'Epoch over',
    'The numbers of this epoch are no longer good, because our database was put back. Begin anew, without epoch and after, and forget what is not told again.',
  ),
  too_large: problem(413, 'Body too large', 'Send at most 16 KB.'),
  unsupported_media_type: problem(
    415,
    'Unsupported media type',
    'Send the body as "Content-Type: application/json" in UTF-8.',
  ),
  invalid_organization_id: problem(
    422,
    'Invalid Partner Organization ID',
    'Enter the number from your Partner Dashboard address, for example 1234567.',
  ),
  invalid_token: problem(
    422,
    'Invalid token',
    'Enter the access token exactly as Shopify shows it: 16 to 256 visible characters, without spaces.',
  ),
  wrong_token_kind: problem(
    422,
    'Wrong kind of token',
    'This is not a Partner API access token. Create an API client in Partner Dashboard; its token starts with prtapi_.',
  ),
  token_rejected: problem(
    422,
    'Token rejected',
    'Token is invalid or expired. Check that it was copied completely and belongs to this organization, or create a new API client in the Partner Dashboard.',
  ),
  permission_missing: problem(
    422,
    'Permission missing',
    'Missing scope: the API client needs View financials and Manage apps.',
  ),
  invalid_app_id: problem(422, 'Invalid app ID', 'Send the ID as gid://partners/App/1234567.'),
  app_limit: problem(422, 'Too many apps', 'This connection has as many apps as it can hold. Remove one first.'),
  unknown_field: problem(422, 'Unknown field', 'The body has a field that this address does not know.'),
  invalid_field: problem(422, 'Invalid field', 'A field does not have the form that the documentation describes.'),
  invalid_criteria: problem(
    422,
    'Invalid criteria',
    'Ask at least one thing, and of each range at least one end: the first not after the last, amounts with as many digits as their currency has. `errors` says where.',
  ),
  segment_limit: problem(
    422,
    'Too many segments',
    'The organization has as many segments as it can have. Delete one first, or change one.',
  ),
  invalid_query: problem(
    422,
    'Invalid query',
    'A query parameter is unknown, repeated, or does not have the form that the documentation describes.',
  ),
  invalid_cursor: problem(
    422,
    'Invalid cursor',
    'Use nextCursor as it was given, with the same filters, or start without a cursor.',
  ),
  idempotency_key_reused: problem(
    422,
    'Idempotency-Key reused',
    'This Idempotency-Key was used for another request. Use a new one.',
  ),
  rate_limited: problem(429, 'Too many requests', 'Wait as long as the Retry-After header says, then try again.'),
  headers_too_large: problem(431, 'Headers too large', 'Send fewer or shorter headers, and a shorter address.'),
  internal: problem(
    500,
    'Internal error',
    'Something went wrong on our side. Try again; if it keeps happening, send us the instance of this answer.',
  ),
  shopify_unavailable: problem(
    503,
    'Shopify unavailable',
    "Shopify isn't responding, so nothing was changed. Try again in a moment.",
  ),
  unavailable: problem(503, 'Unavailable', 'We cannot answer right now. Try again in a moment.'),
};

function problem(status: number, title: string, detail: string): ProblemType {
  return { status, title, detail };
}

/** Where in the request a value was refused. Codes only: what was sent is never shown back. */
export interface ProblemPlace {
  /** JSON pointer into the body, or the name of a query parameter. */
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
}

export interface ProblemExtras {
  readonly errors?: readonly ProblemPlace[];
  /** Every one that is missing. */
  readonly permissions?: readonly Permission[] | undefined;
  /** So many more tokens may be refused. */
  readonly triesLeft?: number | undefined;
  /** Until one may be tried again. */
  readonly nextTryInSeconds?: number | undefined;
  /** It is being looked for at Shopify, and may be there in some seconds. */
  readonly refreshing?: boolean | undefined;
  /** The access token is for one shop. */
  readonly isForOneShop?: boolean;
  /** A page in a browser asked for what is for programs alone. */
  readonly isOfPage?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A no that becomes an `application/problem+json` answer. */
export class ApiProblem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly extras: ProblemExtras = {},
  ) {
    super(code);
  }
}

/** The answer's body (RFC 9457). `instance` names the request as the log does. */
export function problemBody(code: ProblemCode, extras: ProblemExtras, requestId: string) {
  const { status, title } = PROBLEMS[code];
  const { errors, permissions, triesLeft: left, refreshing } = extras;
  const [permission] = permissions ?? [];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: detailOf(code, extras),
    instance: `/requests/${requestId}`,
    code,
    ...(permission === undefined ? {} : { permission, permissions }),
    ...(left === undefined ? {} : { triesLeft: left }),
    ...(refreshing === undefined ? {} : { refreshing }),
    ...(errors === undefined ? {} : { errors }),
  };
}

function detailOf(code: ProblemCode, extras: ProblemExtras): string {
  const { permissions, triesLeft: left, nextTryInSeconds = 0, isForOneShop = false, isOfPage = false } = extras;
  const { detail } = PROBLEMS[code];
  if (isForOneShop) return 'This access token is for one shop: it is good for MCP alone, about that shop alone.';
  if (isOfPage) return 'Pages in a browser may not ask here. Send the request without an Origin header.';
  if (permissions !== undefined) return permissions.map(permissionMissing).join(' ');
  if (code === 'rate_limited' && nextTryInSeconds > 0) return tooManyTries(nextTryInSeconds);
  return left === undefined ? detail : detail + triesLeft(left, nextTryInSeconds);
}
