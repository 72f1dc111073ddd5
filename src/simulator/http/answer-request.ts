import { isRewriteAnswer } from '../faults/effects.js';
import { type AnswerBody, asBody, connections, rewriteAnswer } from '../faults/rewrite-answer.js';
import { answerQuery } from '../graphql/execute.js';
import type { LoggedRequest } from '../request-log.js';
import { admit, type Admitted, type ReceivedRequest } from './admission.js';
import { type Answer, json } from './answer.js';
import type { SimulatorParts } from './parts.js';

/** Checks a request as Shopify does, then runs its query. */
export function answerRequest(parts: SimulatorParts, request: ReceivedRequest): Answer {
  const admission = admit(parts, request);
  return 'refusal' in admission ? admission.refusal : runQuery(parts, request, admission);
}

function runQuery({ settings, clock }: SimulatorParts, request: ReceivedRequest, { organization, grant }: Admitted) {
  const { entry, body, prepared, faults } = request;
  const rewrites = faults.filter((fault) => isRewriteAnswer(fault.effect));
  const now = clock() * 1000;
  organization.catchUp(now);
  const circle = rewrites.map(({ effect }) => effect).find((effect) => effect.kind === 'same_page');
  const result = answerQuery(
    { prepared, variables: body.variables ?? {}, operationName: body.operationName ?? undefined },
    { organization, ...grant, now, pagesInCircle: circle?.after ?? null },
    settings.versions,
  );
  countRows(entry, result);
  if (rewrites.length === 0) return json(200, result);
  const rewritten = asBody(result);
  for (const { effect, aliases } of rewrites) {
    if (isRewriteAnswer(effect)) rewriteAnswer(rewritten, effect, aliases, grant.denial);
  }
  return json(200, rewritten);
}

function countRows(entry: LoggedRequest, result: { data?: AnswerBody['data'] }): void {
  for (const field of entry.fields) {
    field.rows = connections(result, [field.alias]).reduce((rows, { edges }) => rows + edges.length, 0);
    entry.rows += field.rows;
  }
}
