export const KNOWN: Readonly<Record<string, readonly string[]>> = {};
