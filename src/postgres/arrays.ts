import { CodedError } from '../values/coded-error.js';
import { parsePostgresInstant } from '../values/instant.js';

/**
 * Arrays as Postgres writes them, of the types that statements here use; one of another type Postgres
 * refuses as malformed. postgres.js would ask each new connection for
 * the types of arrays by a statement that nobody waits for: a connection that is reset meanwhile then ends the process
 * by an unhandled rejection (3.4.9, `fetchArrayTypes`).
 */
const ELEMENTS: Readonly<Record<string, { readonly arrayOid: number; readonly parse: (text: string) => unknown }>> = {
  name: { arrayOid: 1003, parse: asItIs },
  integer: { arrayOid: 1007, parse: Number },
  text: { arrayOid: 1009, parse: asItIs },
  bigint: { arrayOid: 1016, parse: asItIs },
  day: { arrayOid: 1182, parse: asItIs },
  instant: { arrayOid: 1185, parse: (text) => parsePostgresInstant(text) ?? text },
  numeric: { arrayOid: 1231, parse: asItIs },
  uuid: { arrayOid: 2951, parse: asItIs },
};

/** For postgres.js' option `types`. */
export const arrayTypes = Object.fromEntries(
  Object.entries(ELEMENTS).map(([name, { arrayOid, parse }]) => [
    `${name}Array`,
    { to: arrayOid, from: [arrayOid], serialize: writeArray, parse: (text: string) => readArray(text, parse) },
  ]),
);

// A quoted element, or one that has no need of quotes.
const ELEMENT = /"((?:[^"\\]|\\.)*)"|([^{},"]+)/gs;

/** An array of one dimension. */
function readArray<T>(text: string, parse: (element: string) => T): (T | null)[] {
  return [...text.matchAll(ELEMENT)].map(([, quoted, plain]) =>
    plain === 'NULL' ? null : parse(plain ?? (quoted ?? '').replace(/\\(.)/gs, '$1')),
  );
}

/** True for what Postgres takes as an array; a list may also be parts of a statement. */
export function isListOfValues(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((element) => typeof element !== 'object' || element === null);
}

/** An array of one dimension; whatever is no array is taken for text that is one already. */
export function writeArray(elements: unknown): string {
  if (!Array.isArray(elements)) return String(elements);
  return `{${elements.map(writeElement).join(',')}}`;
}

function writeElement(element: unknown): string {
  if (element === null) return 'null';
  if (typeof element === 'string') return `"${element.replace(/[\\"]/g, '\\$&')}"`;
  if (typeof element === 'number' || typeof element === 'bigint') return `"${element}"`;
  throw new CodedError(
    'array_unwritable',
    `An array for the database holds ${element === undefined ? 'undefined' : 'an object'}.`,
  );
}

function asItIs(text: string): string {
  return text;
}
