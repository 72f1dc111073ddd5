import { z } from 'zod';

/**
 * Everything that can go wrong, as data. A new fault is a line here and a case in the one of three files that does it:
 * `instead-of-answer` (the query is not run), `rewrite-answer` (what the query gave is changed), `delivery` (how the
 * bytes leave).
 */

const milliseconds = z.int().min(0);
const bytes = z.int().min(0);

/** The query is not run; this is answered instead. */
export const insteadOfAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    status: z.int().min(200).max(599),
    /** Text, or base64 for bytes that are no text. */
    body: z.string().default(''),
    bodyBase64: z.base64().optional(),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  z.strictObject({
    kind: z.literal('throttle'),
    form: z.enum(['http', 'body']).default('http'),
    /** Any text at all: seconds, an HTTP date, `-1`, nonsense. Left out: no such header. */
    retryAfter: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('internal_error') }),
  z.strictObject({
    kind: z.literal('redirect'),
    status: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]).default(302),
    location: z.url(),
  }),
  /** A JSON body of that many bytes; with gzip a few hundred kilobytes on the wire become all of it. */
  z.strictObject({ kind: z.literal('huge_body'), bytes, gzip: z.boolean().default(false) }),
]);

/** The query is run; its answer is changed. Each works on the root fields that the rule matches. */
export const rewriteAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('graphql_error'),
    message: z.string().default('Something went wrong'),
    /** As `extensions.code`. */
    code: z.string().optional(),
    /** More of the error, wherever a server may put a code: `{ "extensions": { "problems": […] }, "type": "TIMEOUT" }`. */
    fields: z.record(z.string(), z.json()).default({}),
    /** Whether the error names the field, or stands for the whole answer. */
    path: z.boolean().default(true),
    /** `field`: the matched fields become null. `all`: `data` is null. `absent`: no `data`. `kept`: all rows are there. */
    data: z.enum(['field', 'all', 'absent', 'kept']).default('field'),
  }),
  z.strictObject({ kind: z.literal('permission_denied') }),
  z.strictObject({ kind: z.literal('null_node'), edge: z.int().min(0).default(0) }),
  /** `hasNextPage` with no edges: a walk that never ends. */
  z.strictObject({ kind: z.literal('no_progress') }),
  /** Behind so many pages a walk begins again, and never ends: with one, every page is the first. */
  z.strictObject({ kind: z.literal('same_page'), after: z.int().min(1).default(1) }),
  /** Any value in the place a path leads to from the matched field: `["edges", 3, "node", "__typename"]`. */
  z.strictObject({
    kind: z.literal('set'),
    path: z.array(z.union([z.string(), z.int().min(0)])).min(1),
    value: z.json(),
  }),
]);

/** The answer stands; its bytes do not arrive as they should. */
export const delivery = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delay'), ms: milliseconds }),
  /** The request is taken and the socket stays open. */
  z.strictObject({ kind: z.literal('never_answer') }),
  /** The connection is reset: at once, or after some bytes of the answer. */
  z.strictObject({ kind: z.literal('reset'), afterBytes: bytes.default(0) }),
  z.strictObject({ kind: z.literal('drip'), bytes: z.int().min(1).default(1), everyMs: milliseconds.default(100) }),
  /** Ends early. `length` and `chunked` let a client notice; `close` is bare, as from an old proxy. */
  z.strictObject({
    kind: z.literal('truncate'),
    afterBytes: bytes,
    framing: z.enum(['length', 'chunked', 'close']).default('length'),
  }),
  /** Text in the body replaced wherever it stands: numbers, escapes and spelling that no JSON value has. */
  z.strictObject({ kind: z.literal('replace'), text: z.string().min(1), by: z.string() }),
  /** Headers that replace the answer's: another `x-shopify-api-version`, another `content-type`. */
  z.strictObject({ kind: z.literal('headers'), headers: z.record(z.string(), z.string()) }),
]);

export const effect = z.union([insteadOfAnswer, rewriteAnswer, delivery]);

export type InsteadOfAnswer = z.output<typeof insteadOfAnswer>;
export type RewriteAnswer = z.output<typeof rewriteAnswer>;
export type Delivery = z.output<typeof delivery>;
export type Effect = z.output<typeof effect>;

const kindsOf = (sort: { options: readonly { shape: { kind: { value: string } } }[] }) =>
  new Set<string>(sort.options.map(({ shape }) => shape.kind.value));
const insteadKinds = kindsOf(insteadOfAnswer);
const rewriteKinds = kindsOf(rewriteAnswer);

export function isInsteadOfAnswer(candidate: Effect): candidate is InsteadOfAnswer {
  return insteadKinds.has(candidate.kind);
}

export function isRewriteAnswer(candidate: Effect): candidate is RewriteAnswer {
  return rewriteKinds.has(candidate.kind);
}

export function isDelivery(candidate: Effect): candidate is Delivery {
  return !isInsteadOfAnswer(candidate) && !isRewriteAnswer(candidate);
}
