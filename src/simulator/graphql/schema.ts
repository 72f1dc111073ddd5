import { readFileSync } from 'node:fs';
import { buildSchema, GraphQLError, type GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { paths } from '../../process/paths.js';
import { type Instant, parseInstant } from '../../values/instant.js';

const sdl = readFileSync(paths.partnerSchema, 'utf8');

/** Shopify's schema: what a query is checked against. */
export const partnerSchema: GraphQLSchema = withInstants(buildSchema(sdl));

/**
 * The same schema, but that every root field may be null. Queries are run on this one, so that it can be decided
 * afterwards whether a refused field takes the whole answer with it (see `refused-fields.ts`).
 */
export const executableSchema: GraphQLSchema = withInstants(
  buildSchema(
    sdl.replace(/(type QueryRoot \{)([^}]*)(\})/, (_, open: string, fields: string, close: string) => {
      return open + fields.replaceAll(/!$/gm, '') + close;
    }),
  ),
);

function withInstants(schema: GraphQLSchema): GraphQLSchema {
  const dateTime = schema.getType('DateTime') as GraphQLScalarType;
  dateTime.parseValue = readDateTime;
  dateTime.parseLiteral = (node) => readDateTime('value' in node ? node.value : null);
  return schema;
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

function readDateTime(value: unknown): Instant {
  const text = typeof value === 'string' ? value : '';
  const instant = parseInstant(DATE_ONLY.test(text) ? `${text}T00:00:00Z` : text);
  if (instant === null) throw new GraphQLError(`Could not coerce value ${JSON.stringify(value)} to DateTime`);
  return instant;
}
