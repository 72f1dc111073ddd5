import { setTimeout as wait } from 'node:timers/promises';
import express, { type Express, type Request, type Response } from 'express';
import { valueFromASTUntyped } from 'graphql';
import { parseGid } from '../../values/gid.js';
import { deliver } from '../faults/delivery.js';
import { isDelivery, isInsteadOfAnswer } from '../faults/effects.js';
import { answerInstead } from '../faults/instead-of-answer.js';
import { prepare } from '../graphql/prepare.js';
import type { LoggedRequest } from '../request-log.js';
import { tokenHash } from '../world.js';
import { refusals } from './answer.js';
import { answerRequest } from './answer-request.js';
import { type GraphqlBody, graphqlBody } from './graphql-body.js';
import { shopifyHeaders } from './headers.js';
import type { SimulatorParts } from './parts.js';

// A query may have 50 000 characters and some variables; more than this nobody means.
const MAXIMUM_BODY = '2mb';

/** The address that Shopify serves: `POST /{organization_id}/api/{version}/graphql.json`. */
export function partnerApi(parts: SimulatorParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.post(
    '/:organizationId/api/:version/graphql.json',
    express.json({ limit: MAXIMUM_BODY }),
    (req: PartnerHttpRequest, res) => serve(parts, req, res),
  );
  app.use((error: unknown, _req: Request, res: Response, next: (error: unknown) => void) => {
    if (!isClientError(error)) return next(error);
    void deliver(res, refusals.malformed('The body is not JSON'), []);
  });
  return app;
}

type PartnerHttpRequest = Request<{ organizationId: string; version: string }>;

async function serve(parts: SimulatorParts, req: PartnerHttpRequest, res: Response): Promise<void> {
  const { organizationId, version } = req.params;
  const token = req.get('x-shopify-access-token');
  const entry = parts.log.open({ organizationId, version, tokenHash: token === undefined ? null : tokenHash(token) });
  const body = graphqlBody.safeParse(req.body);
  const { answer, deliveries } = body.success
    ? answerWithFaults(parts, entry, body.data)
    : { answer: refusals.malformed('No query string was present'), deliveries: [] };
  const early = parts.settings.latencyMs - parts.log.elapsedMs(entry);
  if (early > 0) await wait(early);
  await deliver(res, { ...answer, headers: { ...shopifyHeaders(version), ...answer.headers } }, deliveries);
  if (res.headersSent) parts.log.close(entry, answer.status);
}

function answerWithFaults(parts: SimulatorParts, entry: LoggedRequest, body: GraphqlBody) {
  const { without } = parts.settings.versions.find(({ handle }) => handle === entry.version) ?? {};
  const prepared = prepare(body.query, without);
  const variables = body.variables ?? {};
  const faults = parts.faults.next({
    organizationId: entry.organizationId,
    fields: prepared.fields.map(({ alias, field, cursors, id }) => ({
      alias,
      field,
      appNumber:
        field === 'app' && id !== null ? (parseGid(String(valueFromASTUntyped(id, variables)))?.number ?? null) : null,
      withCursor: cursors.some((cursor) => Boolean(valueFromASTUntyped(cursor, variables))),
    })),
  });
  entry.fields = prepared.fields.map(({ alias, field }) => ({ alias, field, rows: 0 }));
  entry.variables = variables;
  entry.faults = faults.map(({ name }) => name);
  const effects = faults.map(({ effect }) => effect);
  const instead = effects.find(isInsteadOfAnswer);
  return {
    answer: instead ? answerInstead(instead) : answerRequest(parts, { entry, body, prepared, faults }),
    deliveries: effects.filter(isDelivery),
  };
}

function isClientError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && Number(error.status) < 500;
}
