import { type ASTNode, type DocumentNode, GraphQLError, Kind } from 'graphql';

/**
 * Shopify runs graphql-ruby: the same refusals in other words, with a code, and with a path into the *query*
 * (`["query Sync", "transactions", "pageInfo", "endCursor"]`) where an executed field's error has one into the answer.
 */
export function asRuby(error: GraphQLError, document: DocumentNode): GraphQLError {
  const { message, code } = reword(error.message);
  const path = error.nodes?.[0] && pathTo(error.nodes[0], document);
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: path ?? null,
    extensions: code === null ? {} : { code },
  });
}

interface Wording {
  readonly pattern: RegExp;
  readonly message: (...parts: string[]) => string;
  readonly code: string;
}

const wordings: readonly Wording[] = [
  {
    pattern: /^Cannot query field "(.+?)" on type "(.+?)"/,
    message: (field, type) => `Field '${field}' doesn't exist on type '${type}'`,
    code: 'undefinedField',
  },
  {
    pattern: /^Unknown argument "(.+?)" on field ".*\.(.+?)"/,
    message: (argument, field) => `Field '${field}' doesn't accept argument '${argument}'`,
    code: 'argumentNotAccepted',
  },
  {
    pattern: /^Field "(.+?)" argument "(.+?)" of type .* is required/,
    message: (field, argument) => `Field '${field}' is missing required arguments: ${argument}`,
    code: 'missingRequiredArguments',
  },
  {
    pattern: /^Unknown type "(.+?)"/,
    message: (type) => `No such type ${type}, so it can't be a fragment condition`,
    code: 'undefinedType',
  },
  {
    pattern: /^Fields? "(.+?)" conflict because (.*?)\. Use different aliases/,
    message: (field, why) => `Field '${field}' has a field conflict: ${why}`,
    code: 'fieldConflict',
  },
  {
    pattern: /^Variable "\$(.+?)" is not defined by operation "(.*)"/,
    message: (variable, operation) => `Variable $${variable} is used by ${operation} but not declared`,
    code: 'variableNotDefined',
  },
  {
    pattern: /^Variable "\$(.+?)" is never used in operation "(.*)"/,
    message: (variable, operation) => `Variable $${variable} is declared by ${operation} but not used`,
    code: 'variableNotUsed',
  },
  {
    pattern: /^Variable "\$(.+?)" of type "(.+?)" used in position expecting type "(.+?)"/,
    message: (variable, type, expected) => `Type mismatch on variable $${variable} (${type} / ${expected})`,
    code: 'variableMismatch',
  },
  {
    pattern: /^Field "(.+?)" of type "(.+?)" must have a selection/,
    message: (field, type) =>
      `Field must have selections (field '${field}' returns ${type.replaceAll(/[[\]!]/g, '')} but has no selections)`,
    code: 'selectionMismatch',
  },
  {
    pattern: /^Field "(.+?)" must not have a selection since type "(.+?)"/,
    message: (field, type) => `Selections can't be made on scalars (field '${field}' returns ${type})`,
    code: 'selectionMismatch',
  },
  {
    pattern: /^Variable "\$(.+?)" (?:of required type|got invalid value)/,
    message: (variable) => `Variable $${variable} was provided invalid value`,
    code: 'INVALID_VARIABLE',
  },
];

function reword(message: string): { message: string; code: string | null } {
  for (const wording of wordings) {
    const match = wording.pattern.exec(message);
    if (match) return { message: wording.message(...match.slice(1)), code: wording.code };
  }
  return { message, code: null };
}

function pathTo(target: ASTNode, node: ASTNode): string[] | null {
  if (node === target) return stepOf(node);
  const children = Object.values(node).flat().filter(isNode);
  for (const child of children) {
    const below = pathTo(target, child);
    if (below !== null) return [...stepOf(node), ...below];
  }
  return null;
}

function stepOf(node: ASTNode): string[] {
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return [node.name === undefined ? node.operation : `${node.operation} ${node.name.value}`];
    case Kind.FRAGMENT_DEFINITION:
      return [`fragment ${node.name.value}`];
    case Kind.INLINE_FRAGMENT:
      return [node.typeCondition === undefined ? '...' : `... on ${node.typeCondition.name.value}`];
    case Kind.FIELD:
      return [node.alias?.value ?? node.name.value];
    case Kind.ARGUMENT:
      return [node.name.value];
    default:
      return [];
  }
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
