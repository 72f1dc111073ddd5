/** The meaning of each value of an enum, as the description of a field: the same words as on the page of definitions. */
export function defined(definitions: Readonly<Record<string, string>>): { readonly description: string } {
  const lines = Object.entries(definitions).map(([name, meaning]) => `- \`${name}\`: ${meaning}`);
  return { description: lines.join('\n') };
}
