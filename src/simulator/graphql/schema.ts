import { readFileSync } from 'node:fs';
import {
  buildSchema,
  GraphQLError,
  type GraphQLScalarType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';
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

/** What a query is checked against in a version that has no such fields: `PageInfo.hasNextPage` and the like. */
export function schemaWithout(coordinates: readonly string[]): GraphQLSchema {
  const schema = withInstants(buildSchema(sdl));
  for (const coordinate of coordinates) {
    const [fields, name] = fieldsBeside(coordinate, schema);
    Reflect.deleteProperty(fields, name);
  }
  return schema;
}

/** Whether there is such a field: `PageInfo.hasNextPage`. */
export function hasField(coordinate: string): boolean {
  const [fields, name] = fieldsBeside(coordinate, partnerSchema);
  return name in fields;
}

function fieldsBeside(coordinate: string, schema: GraphQLSchema): [fields: object, name: string] {
  const [typeName = '', name = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  return [isObjectType(type) || isInterfaceType(type) ? type.getFields() : {}, name];
}

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
