import { createHash } from 'node:crypto';

/**
 * What an error of Shopify's says of itself by its codes; `unknown` when it has none, or none that says any of this.
 * `unauthorized` is the name of 401, and what many servers say where a permission is missing.
 */
export type ErrorMeaning = 'throttled' | 'outage' | 'token' | 'unauthorized' | 'access' | 'absent' | 'unknown';

/** An error reduced to what decisions need. Its texts are Shopify's and translated: never read, shown or stored. */
export interface ErrorReason {
  readonly meaning: ErrorMeaning;
  /** The same for errors with the same codes, empty without any; a hash, because a code may be any text. */
  readonly likeness: string;
}

// Only digits are documented for this API ("429", "500"); Shopify's other APIs, and what stands in front of all of
// them, spell codes as they please. They are compared without case and separators. An error that has several means the
// first of these: to take a failure of Shopify's for the owner's fault is worse than the other way round.
const MEANINGS: readonly (readonly [Exclude<ErrorMeaning, 'unknown'>, RegExp])[] = [
  ['throttled', /throttl|ratelimit|toomany(requests|calls)|quotaexceeded|resourceexhausted|slowdown/],
  [
    'outage',
    new RegExp(
      [
        'internal|server(error|failure|fault)|(service|system|platform|runtime|unhandled)(error|failure|exception)',
        'unknown(error|failure|exception)|^unknown$|unexpected(error|failure|exception)|^unexpected$|fatal|crash|panic',
        'time(d)?out|deadline|unavailable|notavailable|unreachable|unresponsive|notresponding|unhealthy|enotfound',
        'gateway|proxy|upstream|downstream|backend|dependency|network|econn|socket|hangup',
        'connection(error|reset|refused|closed|lost|aborted|failed)|database|deadlock|aborted',
        'maintenance|outage|overload|capacity|busy|degraded|temporar|transient|retry|tryagain|circuit|shutdown|down$',
      ].join('|'),
    ),
  ],
  [
    'token',
    /unauthenticated|authentication|loginrequired|(invalid|expired|revoked|bad)(access|api|auth)?(token|credentials?)|(token|credentials?)(invalid|expired|revoked|rejected)/,
  ],
  ['unauthorized', /unauthori[sz]ed/],
  ['access', /forbidden|denied|permission|scope|not(allowed|authori[sz]ed|permitted)|authori[sz]ation|privilege/],
  ['absent', /notfound|nosuch|doesnotexist/],
];

/** @param code as Shopify spelled it: `500`, `INTERNAL_SERVER_ERROR`, `gateway-timeout`, `serviceUnavailable` */
export function meaningOfCode(code: string): ErrorMeaning {
  const letters = code.toLowerCase().replace(/[^a-z]/g, '');
  const byWord = MEANINGS.find(([, words]) => words.test(letters))?.[0] ?? 'unknown';
  const byNumber = [...code.matchAll(/(?<!\d)\d{3}(?!\d)/g)].map(([digits]) => meaningOfStatus(Number(digits)));
  return worst([byWord, ...byNumber]);
}

/** What an HTTP status says, in the status line or as a code. */
export function meaningOfStatus(status: number): ErrorMeaning {
  if (status === 429) return 'throttled';
  if ((status >= 500 && status <= 599) || status === 408 || status === 424 || status === 425) return 'outage';
  if (status === 401) return 'token';
  if (status === 403) return 'access';
  return status === 404 ? 'absent' : 'unknown';
}

// Besides `extensions.code`: `type`, `status`, `problems` and the like, of the error itself and at any depth below it.
const CODE_KEYS =
  /^(http|error)?(codes?|types?|status(code)?|class|reason|kind|problems?)$|^(category|classification|exception)$/;
// Texts, places, and what we sent ourselves.
const OTHER_KEYS = new Set(['message', 'path', 'locations', 'explanation', 'value', 'arguments', 'variables']);
// Up to four words: `500 Internal Server Error` is a status, a sentence is a text.
const CODE = /^[A-Za-z0-9]+(?:[_.:/-]+[A-Za-z0-9]+)*(?: [A-Za-z0-9]+){0,3}$/;
const LONGEST_CODE = 64;
const DEEPEST = 6;

/** Every code that a GraphQL error carries. */
export function codesOf(error: unknown): string[] {
  return collect(error, false, 0);
}

function collect(value: unknown, isCode: boolean, depth: number): string[] {
  if (typeof value === 'number') return isCode ? [String(value)] : [];
  if (typeof value === 'string') return isCode && value.length <= LONGEST_CODE && CODE.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, isCode, depth + 1));
  return Object.entries(value).flatMap(([key, below]) =>
    OTHER_KEYS.has(key) ? [] : collect(below, CODE_KEYS.test(key.toLowerCase().replace(/[_-]/g, '')), depth + 1),
  );
}

export function reasonOf(error: unknown): ErrorReason {
  const codes = codesOf(error);
  return { meaning: worst(codes.map(meaningOfCode)), likeness: hashOf(codes) };
}

/** What several errors of one answer, or of one field of it, mean together. */
export function commonReason(reasons: readonly ErrorReason[]): ErrorReason {
  return {
    meaning: worst(reasons.map(({ meaning }) => meaning)),
    likeness: hashOf(reasons.map((one) => one.likeness)),
  };
}

function worst(meanings: readonly ErrorMeaning[]): ErrorMeaning {
  return MEANINGS.find(([meaning]) => meanings.includes(meaning))?.[0] ?? 'unknown';
}

function hashOf(parts: readonly string[]): string {
  const known = [...new Set(parts)].filter((part) => part !== '').sort();
  return known.length === 0 ? '' : createHash('sha256').update(JSON.stringify(known)).digest('base64url');
}
