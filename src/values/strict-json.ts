import { CodedError } from './coded-error.js';

export type StrictJson =
  | { readonly outcome: 'object'; readonly value: Readonly<Record<string, unknown>> }
  /** A key that could change an object's prototype. */
  | { readonly outcome: 'reserved_key' }
  | { readonly outcome: 'malformed' };

const MAX_DEPTH = 8;
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads one JSON object. Beyond `JSON.parse` it refuses what two readers could understand differently or choke on:
 * a repeated name, a byte order mark, invalid UTF-8, nesting deeper than eight, anything but an object at the top.
 */
export function readStrictJson(body: Uint8Array): StrictJson {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { outcome: 'malformed' };
    if (readKeys(text).some((key) => RESERVED.has(key))) return { outcome: 'reserved_key' };
    return { outcome: 'object', value: value as Record<string, unknown> };
  } catch {
    // The messages of JSON.parse quote the input, which may be a token.
    return { outcome: 'malformed' };
  }
}

// A string, or one of the characters that give JSON its structure.
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/**
 * Walks text that is known to be JSON; on other text the pattern would look for the ends of strings again and again.
 * @returns all names of all objects
 * @throws when a name is repeated in its object or the nesting is too deep
 */
function readKeys(text: string): string[] {
  const all: string[] = [];
  const open: Set<string>[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      open.push(new Set());
      if (open.length > MAX_DEPTH) throw new CodedError('too_deep', 'too deep');
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ':') {
      const key = JSON.parse(last) as string;
      const siblings = open.at(-1);
      if (siblings?.has(key) === true) throw new CodedError('repeated_name', 'repeated name');
      siblings?.add(key);
      all.push(key);
    }
    last = token;
  }
  return all;
}
