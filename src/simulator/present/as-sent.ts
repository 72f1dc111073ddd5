/** The row with some values replaced, at any depth: `{ shop: { name: '\u0000' } }` changes the name alone. */
export function merge(node: object, asSent: Readonly<Record<string, unknown>> | undefined): object {
  if (asSent === undefined) return node;
  const merged: Record<string, unknown> = { ...node };
  for (const [key, value] of Object.entries(asSent)) {
    const old = merged[key];
    merged[key] = isObject(old) && isObject(value) ? merge(old, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
