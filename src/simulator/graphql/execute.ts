import { execute, type ExecutionResult } from 'graphql';
import type { QueryContext } from '../resolvers/context.js';
import { rootValue } from '../resolvers/root.js';
import type { ApiVersion } from '../settings.js';
import type { PreparedQuery } from './prepare.js';
import { settleRefusedFields } from './refused-fields.js';
import { asRuby } from './ruby-wording.js';
import { executableSchema } from './schema.js';

export interface QueryRequest {
  readonly prepared: PreparedQuery;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** Answers a query. Synchronous: everything is in memory. */
export function answerQuery(
  { prepared, variables, operationName }: QueryRequest,
  context: QueryContext,
  versions: readonly ApiVersion[],
): ExecutionResult {
  const { document, errors, fields } = prepared;
  if (document === null || errors.length > 0) return { errors };
  const result = execute({
    schema: executableSchema,
    document,
    rootValue: rootValue(versions),
    contextValue: context,
    variableValues: variables,
    operationName,
  }) as ExecutionResult;
  // Without data nothing was run: a variable was refused, or the operation's name.
  if (!('data' in result)) return { errors: (result.errors ?? []).map((error) => asRuby(error, document)) };
  return settleRefusedFields(result, fields);
}
