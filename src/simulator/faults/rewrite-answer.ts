import type { ExecutionResult } from 'graphql';
import type { Denial } from '../world.js';
import type { RewriteAnswer } from './effects.js';

/** An answer as JSON: what graphql gave, free to be damaged. */
export interface AnswerBody {
  data?: Record<string, unknown> | null | undefined;
  errors?: unknown[];
}

export function asBody(result: ExecutionResult): AnswerBody {
  return JSON.parse(JSON.stringify(result)) as AnswerBody;
}

/** Changes the fields of these aliases, in place. `same_page` has already done its work while the query ran. */
export function rewriteAnswer(
  body: AnswerBody,
  effect: RewriteAnswer,
  aliases: readonly string[],
  denial: Denial,
): void {
  switch (effect.kind) {
    case 'graphql_error':
      return addError(body, aliases, effect);
    case 'permission_denied':
      return addError(body, aliases, {
        message: denial.message,
        code: denial.code ?? undefined,
        fields: {},
        path: true,
        data: denial.form === 'partial' ? 'field' : 'all',
      });
    case 'null_node':
      for (const connection of connections(body, aliases)) {
        const edge = connection.edges[effect.edge];
        if (edge) edge.node = null;
      }
      return;
    case 'no_progress':
      for (const connection of connections(body, aliases)) {
        connection.edges = [];
        connection.pageInfo = { ...connection.pageInfo, hasNextPage: true };
      }
      return;
    case 'set':
      for (const alias of aliases) setAt(body.data?.[alias], effect.path, effect.value);
      return;
    case 'same_page':
      return;
  }
}

type GraphqlError = Omit<Extract<RewriteAnswer, { kind: 'graphql_error' }>, 'kind'>;

function addError(body: AnswerBody, aliases: readonly string[], error: GraphqlError): void {
  const { message, code, fields, path, data } = error;
  const rest = { ...(code === undefined ? {} : { extensions: { code } }), ...fields };
  const errors = path ? aliases.map((alias) => ({ message, path: [alias], ...rest })) : [{ message, ...rest }];
  body.errors = [...(body.errors ?? []), ...errors];
  if (data === 'absent') delete body.data;
  if (data === 'all') body.data = null;
  if (data === 'field' && body.data) for (const alias of aliases) body.data[alias] = null;
}

interface Connection {
  edges: ({ node: unknown } | undefined)[];
  pageInfo: object;
}

/** The pages in an answer: of a root field itself, or of the app's events below it. */
export function connections(body: AnswerBody, aliases: readonly string[]): Connection[] {
  return aliases.flatMap((alias) => {
    const field = body.data?.[alias];
    return [field, ...(isObject(field) ? Object.values(field) : [])].filter(isConnection);
  });
}

function isConnection(value: unknown): value is Connection {
  return isObject(value) && Array.isArray(value.edges);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function setAt(target: unknown, path: readonly (string | number)[], value: unknown): void {
  const [step, ...rest] = path;
  if (step === undefined || !isObject(target)) return;
  if (rest.length === 0) target[step] = value;
  else setAt(target[step], rest, value);
}
