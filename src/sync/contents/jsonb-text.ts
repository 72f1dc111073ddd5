// jsonb refuses U+0000 and lone surrogates, and `text` would turn the latter into U+FFFD without a word.
// JSON.stringify writes exactly these as escapes; an escaped backslash before them is only text.
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89ab][0-9a-f]{2}|d[c-f][0-9a-f]{2})/;
// A row has four levels. Far below what exhausts the stack of Postgres or of JSON.stringify.
const MOST_LEVELS = 32;

/** A row's JSON text as Postgres' jsonb takes it; null for what it does not take. */
export function jsonbText(row: Readonly<Record<string, unknown>>): string | null {
  if (nests(row, MOST_LEVELS)) return null;
  const text = JSON.stringify(row);
  return UNSTORABLE.test(text) ? null : text;
}

/** Whether more levels than these are inside one another. */
function nests(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nests(inner, levels - 1));
}
