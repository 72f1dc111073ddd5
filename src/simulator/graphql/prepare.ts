import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  type ValueNode,
} from 'graphql';
import { asRuby } from './ruby-wording.js';
import { partnerSchema, schemaWithout } from './schema.js';

/** What a query asks for at the root: `first: transactions(…)` is `{ alias: 'first', field: 'transactions' }`. */
export interface RootField {
  readonly alias: string;
  readonly field: string;
  /** The `after` arguments in it, as written: a literal or a variable. */
  readonly cursors: readonly ValueNode[];
  /** The `id` argument, as written. */
  readonly id: ValueNode | null;
}

/** A query text, parsed and checked against Shopify's schema. Errors mean that it is refused as it stands. */
export interface PreparedQuery {
  readonly document: DocumentNode | null;
  readonly fields: readonly RootField[];
  readonly errors: readonly GraphQLError[];
}

// A client sends the same few texts for ever; parsing and validating one costs as much as answering a page.
const remembered = new Map<string, PreparedQuery>();
const REMEMBERED_QUERIES = 200;

/** @param without fields that the version asked has no more, or not yet */
export function prepare(query: string, without: readonly string[] = []): PreparedQuery {
  const key = [...without, query].join('\n');
  const known = remembered.get(key);
  if (known) return known;
  const prepared = parseAndValidate(query, without.length === 0 ? partnerSchema : schemaWithout(without));
  if (remembered.size >= REMEMBERED_QUERIES) remembered.clear();
  remembered.set(key, prepared);
  return prepared;
}

function parseAndValidate(query: string, schema: GraphQLSchema): PreparedQuery {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { document: null, fields: [], errors: [error] };
  }
  const errors = validate(schema, document).map((error) => asRuby(error, document));
  return { document, fields: document.definitions.filter(isOperation).flatMap(rootFields), errors };
}

function isOperation(definition: DocumentNode['definitions'][number]): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}

function rootFields(operation: OperationDefinitionNode): RootField[] {
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD
      ? [
          {
            alias: selection.alias?.value ?? selection.name.value,
            field: selection.name.value,
            cursors: cursorsIn(selection),
            id: selection.arguments?.find(({ name }) => name.value === 'id')?.value ?? null,
          },
        ]
      : [],
  );
}

function cursorsIn(field: FieldNode): ValueNode[] {
  const own = (field.arguments ?? []).filter(({ name }) => name.value === 'after').map(({ value }) => value);
  const below = (field.selectionSet?.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
  return [...own, ...below.flatMap(cursorsIn)];
}
