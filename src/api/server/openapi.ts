import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathItemObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { type ProblemCode, PROBLEMS } from '../../contract/problems.js';
import { Csv } from '../present/csv.js';
import { KEY } from '../request/idempotency.js';
import { changesSomething, type Route } from '../request/route.js';
import { routesByName } from '../routes.js';
import { Permission } from '../schemas/common.js';
import { ConnectionMessage, MerchantMessage, UpdateMessage } from '../schemas/webhooks.js';

const Code = z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]).meta({ id: 'ProblemCode' });

const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'Names the request, as our log does' }),
    code: Code,
    permission: Permission.optional().meta({ description: 'The first of `permissions`' }),
    permissions: z.array(Permission).optional().meta({ description: 'Every one that is missing' }),
    triesLeft: z
      .int()
      .optional()
      .meta({ description: 'So many more tokens may be refused before the next has to wait' }),
    refreshing: z
      .boolean()
      .optional()
      .meta({ description: 'Of a merchant that is not known: Shopify is being asked for it' }),
    errors: z
      .array(
        z
          .strictObject({ pointer: z.string().optional(), parameter: z.string().optional(), code: z.string() })
          .meta({ id: 'ProblemPlace' }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });

const IdempotencyKey = z.string().max(255).optional().meta({
  description: 'A repeated request with the same key gets the first answer, for 24 hours',
  pattern: KEY.source,
});

const ALWAYS: readonly ProblemCode[] = [
  'malformed_request',
  'unauthenticated',
  'forbidden',
  'rate_limited',
  'internal',
  'unavailable',
];
const WITH_BODY: readonly ProblemCode[] = ['malformed_json', 'too_large', 'unsupported_media_type', 'unknown_field'];

export const openApiDocument = createDocument({
  openapi: '3.1.1',
  info: {
    title: 'Convot Partner Sync',
    version: '1',
    description:
      'Connects a Shopify Partner account, keeps it synced, and tells which plan each merchant is on and what they pay.',
  },
  components: { securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  security: [{ accessToken: [] }],
  paths: paths(),
  webhooks: {
    connection: message('What becomes of a connection', ConnectionMessage),
    merchant: message('What becomes of a merchant', MerchantMessage),
    update: message('What changes of a merchant, where the installation tells it', UpdateMessage),
  },
});

/** As Convot's receiver gets it. Source: Standard Webhooks 1.0.0, "Webhook headers". */
function message(summary: string, schema: z.ZodType): ZodOpenApiPathItemObject {
  const headers = z.object({
    'webhook-id': z.string().meta({ description: 'Remember it for a month; a message may come twice' }),
    'webhook-timestamp': z.string().meta({ description: 'When it was sent, in seconds' }),
    'webhook-signature': z.string(),
  });
  return {
    post: {
      summary,
      security: [],
      requestParams: { header: headers },
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: {
        '2XX': { description: 'Taken' },
        '410': { description: 'Not wanted: this message is sent no more' },
        default: { description: 'Sent again later' },
      },
    },
  };
}

function paths(): ZodOpenApiPathsObject {
  const found: ZodOpenApiPathsObject = {};
  for (const [name, route] of Object.entries(routesByName)) {
    found[route.path] = { ...found[route.path], [route.method]: operation(name, route) };
  }
  return found;
}

function operation(operationId: string, route: Route): ZodOpenApiOperationObject {
  const { body, params, query, summary, roles } = route;
  return {
    summary,
    description: `Roles: ${roles.join(', ')}.`,
    operationId,
    requestParams: {
      path: params,
      query,
      ...(changesSomething(route) ? { header: z.object({ 'Idempotency-Key': IdempotencyKey }) } : {}),
    },
    ...(body === undefined ? {} : { requestBody: requestBody(body) }),
    responses: { ...answers(route), ...problems(route) },
  };
}

function requestBody(schema: z.ZodObject) {
  return { required: !schema.safeParse({}).success, content: { 'application/json': { schema } } };
}

function answers({ responses, method }: Route): ZodOpenApiOperationObject['responses'] {
  const answered: ZodOpenApiOperationObject['responses'] = Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => [
      status,
      schema instanceof z.ZodNull
        ? { description: 'Done' }
        : { description: 'OK', content: { [schema === Csv ? 'text/csv' : 'application/json']: { schema } } },
    ]),
  );
  if (method === 'get' && responses[200] !== Csv)
    answered['304'] = { description: 'Unchanged since the `ETag` sent as `If-None-Match`' };
  return answered;
}

function problems(route: Route): ZodOpenApiOperationObject['responses'] {
  const codes = new Set<ProblemCode>([...ALWAYS, ...(route.problems ?? [])]);
  if (Object.keys(route.params.shape).length > 0) codes.add('not_found');
  if (Object.keys(route.query.shape).length > 0) codes.add('invalid_query');
  if (changesSomething(route)) codes.add('idempotency_in_flight').add('idempotency_key_reused');
  if (route.body !== undefined) WITH_BODY.forEach((code) => codes.add(code));
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) byStatus.set(PROBLEMS[code].status, [...(byStatus.get(PROBLEMS[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      String(status),
      {
        description: ofStatus.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}
