import { createContext } from 'react';

/** The heading of the connection that a section belongs to, by its id: beside others, its landmarks are named after it. */
export const ConnectionHeading = createContext<string | null>(null);
