import { type ExecutionResult, type GraphQLError, isNonNullType } from 'graphql';
import type { RootField } from './prepare.js';
import { GraphqlRefusal } from './refusal.js';
import { partnerSchema } from './schema.js';

/**
 * What a refused root field does to the rest. By the schema, one that may not be null takes the whole `data` with it,
 * every other alias too; a `partial` refusal leaves the others standing.
 */
export function settleRefusedFields(result: ExecutionResult, fields: readonly RootField[]): ExecutionResult {
  const { data, errors } = result;
  if (!data || !errors) return result;
  const lost = fields.some(
    ({ alias, field }) => data[alias] === null && mayNotBeNull(field) && !errors.some((e) => isPartial(e, alias)),
  );
  return lost ? { ...result, data: null } : result;
}

function mayNotBeNull(field: string): boolean {
  return isNonNullType(partnerSchema.getQueryType()?.getFields()[field]?.type);
}

function isPartial(error: GraphQLError, alias: string): boolean {
  return error.path?.[0] === alias && error.originalError instanceof GraphqlRefusal && error.originalError.partial;
}
