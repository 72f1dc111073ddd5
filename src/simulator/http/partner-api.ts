import express, { type Express, type Request, type Response } from 'express';
import { setTimeout as wait } from 'node:timers/promises';
import { valueFromASTUntyped } from 'graphql';
import { isDelivery, isInsteadOfAnswer } from '../faults/effects.js';
import { deliver } from '../faults/delivery.js';
import { answerInstead } from '../faults/instead-of-answer.js';
import type { FiredFault } from '../faults/script.js';
import { prepare } from '../graphql/prepare.js';
import { tokenHash } from '../world.js';
import { answer, type PartnerRequest } from './answer-request.js';
import { refusals } from './answer.js';
import { shopifyHeaders } from './headers.js';
import type { SimulatorParts } from './parts.js';
import { graphqlBody } from './graphql-body.js';

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
    (req: Request<{ organizationId: string; version: string }>, res) => serve(parts, req, res),
  );
  app.use((error: unknown, _req: Request, res: Response, next: (error: unknown) => void) => {
    if (!isClientError(error)) return next(error);
    void deliver(res, refusals.malformed('The body is not JSON'), []);
  });
  return app;
}

async function serve(
  parts: SimulatorParts,
  req: Request<{ organizationId: string; version: string }>,
  res: Response,
): Promise<void> {
  const { organizationId, version } = req.params;
  const token = req.get('x-shopify-access-token');
  const entry = parts.log.open({ organizationId, version, tokenHash: token === undefined ? null : tokenHash(token) });
  const body = graphqlBody.safeParse(req.body);
  if (!body.success) {
    entry.status = 400;
    return deliver(res, refusals.malformed('No query string was present'), []);
  }

  const prepared = prepare(body.data.query);
  const variables = body.data.variables ?? {};
  const withCursor = (cursors: (typeof prepared.fields)[number]['cursors']) =>
    cursors.some((cursor) => Boolean(valueFromASTUntyped(cursor, variables)));
  const faults = parts.faults.next({
    organizationId,
    fields: prepared.fields.map((field) => ({ ...field, withCursor: withCursor(field.cursors) })),
  });
  entry.fields = prepared.fields.map(({ alias, field }) => ({ alias, field, rows: 0 }));
  entry.variables = variables;
  entry.faults = faults.map(({ name }) => name);

  const request: PartnerRequest = { organizationId, version, token: entry.tokenHash, body: body.data, prepared, entry };
  const answered = instead(faults) ?? answer(parts, request, faults);
  const early = parts.settings.latencyMs - parts.log.elapsedMs(entry);
  if (early > 0) await wait(early);
  const full = { ...answered, headers: { ...shopifyHeaders(version), ...answered.headers } };
  await deliver(res, full, faults.map(({ effect }) => effect).filter(isDelivery));
  if (!res.headersSent) return;
  entry.status = answered.status;
  entry.durationMs = parts.log.elapsedMs(entry);
}

function instead(faults: readonly FiredFault[]) {
  const effect = faults.map((fault) => fault.effect).find(isInsteadOfAnswer);
  return effect && answerInstead(effect);
}

function isClientError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && Number(error.status) < 500;
}
