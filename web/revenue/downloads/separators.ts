/** What stands between two columns of a file. Excel expects the one of the reader's own country. */
export const SEPARATORS = ['comma', 'semicolon', 'tab'] as const;

export type Separator = (typeof SEPARATORS)[number];

/** The separator that is chosen, and how to choose another one. */
export type SeparatorChoice = readonly [Separator, (separator: Separator) => void];
