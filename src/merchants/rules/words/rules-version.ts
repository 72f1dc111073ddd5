/** Raised with every change of a rule: what was derived under another version is stale. */
export const RULES_VERSION = 5;
